import { File } from '@asyncapi/generator-react-sdk'

export default ({ asyncapi, params }) => params.emit(asyncapi).map(({ name, text }) => <File name={name}>{text}</File>)
