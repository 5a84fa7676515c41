# Generated from specs/openapi.yaml, specs/problems.yaml by scripts/generate.ts. Do not edit.
from typing import TYPE_CHECKING, Dict, Tuple

if TYPE_CHECKING:
    from .models.agent import Agent as Agent
    from .models.agent_config_at_call_start import AgentConfigAtCallStart as AgentConfigAtCallStart
    from .models.agent_create import AgentCreate as AgentCreate
    from .models.agent_page import AgentPage as AgentPage
    from .models.agent_patch import AgentPatch as AgentPatch
    from .models.agent_publish import AgentPublish as AgentPublish
    from .models.agent_rollback import AgentRollback as AgentRollback
    from .models.agent_summary_payload import AgentSummaryPayload as AgentSummaryPayload
    from .models.agent_tool import AgentTool as AgentTool
    from .models.agent_tool_call_payload import AgentToolCallPayload as AgentToolCallPayload
    from .models.agent_tool_input import AgentToolInput as AgentToolInput
    from .models.agent_validation import AgentValidation as AgentValidation
    from .models.agent_version import AgentVersion as AgentVersion
    from .models.agent_version_page import AgentVersionPage as AgentVersionPage
    from .resources import AgentsResource as AgentsResource
    from .resources import AgentsVersionsResource as AgentsVersionsResource
    from ..model import Answer as Answer
    from ..errors import ApiError as ApiError
    from .models.api_key import ApiKey as ApiKey
    from .models.api_key_create import ApiKeyCreate as ApiKeyCreate
    from .models.api_key_page import ApiKeyPage as ApiKeyPage
    from .models.api_key_patch import ApiKeyPatch as ApiKeyPatch
    from .resources import ApiKeysResource as ApiKeysResource
    from .models.artifacts import Artifacts as Artifacts
    from .models.asr_at_call_start import AsrAtCallStart as AsrAtCallStart
    from .models.asr_final_payload import AsrFinalPayload as AsrFinalPayload
    from .models.asr_settings import AsrSettings as AsrSettings
    from .models.asr_settings_in_force import AsrSettingsInForce as AsrSettingsInForce
    from .async_resources import AsyncAgentsResource as AsyncAgentsResource
    from .async_resources import AsyncAgentsVersionsResource as AsyncAgentsVersionsResource
    from .async_resources import AsyncApiKeysResource as AsyncApiKeysResource
    from .async_resources import AsyncAuthResource as AsyncAuthResource
    from .async_resources import AsyncAuthTokensResource as AsyncAuthTokensResource
    from .async_resources import AsyncCallsArtifactsResource as AsyncCallsArtifactsResource
    from .async_resources import AsyncCallsResource as AsyncCallsResource
    from .async_resources import AsyncCallsTimelineResource as AsyncCallsTimelineResource
    from .async_resources import AsyncIntegrationsLivekitResource as AsyncIntegrationsLivekitResource
    from .async_resources import AsyncIntegrationsResource as AsyncIntegrationsResource
    from ..async_client import AsyncInvortoClient as AsyncInvortoClient
    from .async_resources import AsyncMetricsResource as AsyncMetricsResource
    from ..page import AsyncPage as AsyncPage
    from ..page import AsyncPaginator as AsyncPaginator
    from .async_resources import AsyncRatesResource as AsyncRatesResource
    from .async_resources import AsyncRealtimeResource as AsyncRealtimeResource
    from .async_resources import AsyncRealtimeTicketsResource as AsyncRealtimeTicketsResource
    from .async_resources import AsyncSecretsResource as AsyncSecretsResource
    from .async_resources import AsyncSessionsCommandsResource as AsyncSessionsCommandsResource
    from .async_resources import AsyncSessionsEventsResource as AsyncSessionsEventsResource
    from .async_resources import AsyncSessionsResource as AsyncSessionsResource
    from .async_resources import AsyncTenantCapturePolicyResource as AsyncTenantCapturePolicyResource
    from .async_resources import AsyncTenantResource as AsyncTenantResource
    from .async_resources import AsyncTenantSettingsResource as AsyncTenantSettingsResource
    from .async_resources import AsyncTenantsResource as AsyncTenantsResource
    from .async_resources import AsyncToolsResource as AsyncToolsResource
    from .async_resources import AsyncWebhookDeliveriesResource as AsyncWebhookDeliveriesResource
    from .async_resources import AsyncWebhookEndpointsDeliveriesResource as AsyncWebhookEndpointsDeliveriesResource
    from .async_resources import AsyncWebhookEndpointsResource as AsyncWebhookEndpointsResource
    from .async_resources import AsyncWebhookEndpointsSecretResource as AsyncWebhookEndpointsSecretResource
    from .resources import AuthResource as AuthResource
    from .resources import AuthTokensResource as AuthTokensResource
    from .errors import BadRequestError as BadRequestError
    from .models.billing_usage_updated_payload import BillingUsageUpdatedPayload as BillingUsageUpdatedPayload
    from .models.call import Call as Call
    from .models.call_analysis import CallAnalysis as CallAnalysis
    from .models.call_artifact import CallArtifact as CallArtifact
    from .models.call_details import CallDetails as CallDetails
    from .models.call_disposition import CallDisposition as CallDisposition
    from .models.call_emotion import CallEmotion as CallEmotion
    from .models.call_ended_payload import CallEndedPayload as CallEndedPayload
    from .models.call_kpis import CallKpis as CallKpis
    from .models.call_message import CallMessage as CallMessage
    from .models.call_page import CallPage as CallPage
    from .models.call_started_payload import CallStartedPayload as CallStartedPayload
    from .models.call_summary import CallSummary as CallSummary
    from .models.call_usage import CallUsage as CallUsage
    from .resources import CallsArtifactsResource as CallsArtifactsResource
    from .resources import CallsResource as CallsResource
    from .resources import CallsTimelineResource as CallsTimelineResource
    from .models.cancel_command import CancelCommand as CancelCommand
    from .models.cap_alert import CapAlert as CapAlert
    from .models.capture_policy import CapturePolicy as CapturePolicy
    from .models.capture_policy_patch import CapturePolicyPatch as CapturePolicyPatch
    from .models.carrier import Carrier as Carrier
    from ..resource import ChangeOptions as ChangeOptions
    from .models.client_tool import ClientTool as ClientTool
    from .models.client_tool_input import ClientToolInput as ClientToolInput
    from .errors import ConflictError as ConflictError
    from ..errors import ConnectionError as ConnectionError
    from .models.consent_settings import ConsentSettings as ConsentSettings
    from .models.consent_settings_input import ConsentSettingsInput as ConsentSettingsInput
    from .models.cost_line import CostLine as CostLine
    from .models.created_api_key import CreatedApiKey as CreatedApiKey
    from .models.created_tenant import CreatedTenant as CreatedTenant
    from .models.debug_toggle_command import DebugToggleCommand as DebugToggleCommand
    from .models.dtmf_settings import DtmfSettings as DtmfSettings
    from .models.dtmf_settings_in_force import DtmfSettingsInForce as DtmfSettingsInForce
    from .models.end_call_settings import EndCallSettings as EndCallSettings
    from .models.end_call_settings_in_force import EndCallSettingsInForce as EndCallSettingsInForce
    from .models.endpointing_settings import EndpointingSettings as EndpointingSettings
    from .models.endpointing_settings_in_force import EndpointingSettingsInForce as EndpointingSettingsInForce
    from .models.endpointing_settings_input import EndpointingSettingsInput as EndpointingSettingsInput
    from .models.events_settings import EventsSettings as EventsSettings
    from .models.events_settings_in_force import EventsSettingsInForce as EventsSettingsInForce
    from .models.events_settings_input import EventsSettingsInput as EventsSettingsInput
    from .errors import ForbiddenError as ForbiddenError
    from .models.guardrail_settings import GuardrailSettings as GuardrailSettings
    from .models.guardrail_settings_in_force import GuardrailSettingsInForce as GuardrailSettingsInForce
    from .models.hangup_command import HangupCommand as HangupCommand
    from .resources import IntegrationsLivekitResource as IntegrationsLivekitResource
    from .resources import IntegrationsResource as IntegrationsResource
    from .errors import InternalServerError as InternalServerError
    from ..client import InvortoClient as InvortoClient
    from ..errors import InvortoError as InvortoError
    from .models.key_limits import KeyLimits as KeyLimits
    from .models.key_limits_change import KeyLimitsChange as KeyLimitsChange
    from .models.live_kit_project import LiveKitProject as LiveKitProject
    from .models.live_kit_project_set import LiveKitProjectSet as LiveKitProjectSet
    from .models.llm_settings import LlmSettings as LlmSettings
    from .models.llm_settings_in_force import LlmSettingsInForce as LlmSettingsInForce
    from .models.llm_settings_input import LlmSettingsInput as LlmSettingsInput
    from .models.media_quality import MediaQuality as MediaQuality
    from .errors import MethodNotAllowedError as MethodNotAllowedError
    from .models.metrics import Metrics as Metrics
    from .models.metrics_day import MetricsDay as MetricsDay
    from .resources import MetricsResource as MetricsResource
    from .models.metrics_totals import MetricsTotals as MetricsTotals
    from ..model import Model as Model
    from .errors import NotFoundError as NotFoundError
    from ..page import Page as Page
    from .errors import PayloadTooLargeError as PayloadTooLargeError
    from .models.pii_notice import PiiNotice as PiiNotice
    from .errors import PreconditionFailedError as PreconditionFailedError
    from ..errors import ProblemError as ProblemError
    from .models.provider_name import ProviderName as ProviderName
    from .models.public_jwk import PublicJwk as PublicJwk
    from .models.public_key import PublicKey as PublicKey
    from .models.public_key_input import PublicKeyInput as PublicKeyInput
    from .models.qa_flag import QaFlag as QaFlag
    from .models.qa_flags_payload import QaFlagsPayload as QaFlagsPayload
    from .models.rate import Rate as Rate
    from .models.rate_create import RateCreate as RateCreate
    from .models.rate_page import RatePage as RatePage
    from .resources import RatesResource as RatesResource
    from .resources import RealtimeResource as RealtimeResource
    from .resources import RealtimeTicketsResource as RealtimeTicketsResource
    from .models.recording_capture import RecordingCapture as RecordingCapture
    from .models.recording_capture_in_force import RecordingCaptureInForce as RecordingCaptureInForce
    from .models.recording_settings import RecordingSettings as RecordingSettings
    from .models.recording_settings_in_force import RecordingSettingsInForce as RecordingSettingsInForce
    from ..resource import RequestOptions as RequestOptions
    from .errors import RequestTimeoutError as RequestTimeoutError
    from .models.retention_settings import RetentionSettings as RetentionSettings
    from .models.retention_settings_patch import RetentionSettingsPatch as RetentionSettingsPatch
    from .models.rtp_pcap_policy import RtpPcapPolicy as RtpPcapPolicy
    from .models.rtp_pcap_policy_in_force import RtpPcapPolicyInForce as RtpPcapPolicyInForce
    from .models.say_command import SayCommand as SayCommand
    from .models.secret import Secret as Secret
    from .models.secret_list import SecretList as SecretList
    from .models.secret_value import SecretValue as SecretValue
    from .resources import SecretsResource as SecretsResource
    from .models.security_settings import SecuritySettings as SecuritySettings
    from .models.security_settings_patch import SecuritySettingsPatch as SecuritySettingsPatch
    from .errors import ServiceUnavailableError as ServiceUnavailableError
    from .models.session import Session as Session
    from .models.session_command import SessionCommand as SessionCommand
    from .models.session_command_result import SessionCommandResult as SessionCommandResult
    from .models.session_event import SessionEvent as SessionEvent
    from .models.session_event_page import SessionEventPage as SessionEventPage
    from .models.session_page import SessionPage as SessionPage
    from .resources import SessionsCommandsResource as SessionsCommandsResource
    from .resources import SessionsEventsResource as SessionsEventsResource
    from .resources import SessionsResource as SessionsResource
    from .models.silence_settings import SilenceSettings as SilenceSettings
    from .models.silence_settings_in_force import SilenceSettingsInForce as SilenceSettingsInForce
    from .models.sip_pcap_policy import SipPcapPolicy as SipPcapPolicy
    from .models.sip_pcap_policy_in_force import SipPcapPolicyInForce as SipPcapPolicyInForce
    from ..resource import StreamOptions as StreamOptions
    from .models.success_evaluation import SuccessEvaluation as SuccessEvaluation
    from .models.success_evaluation_input import SuccessEvaluationInput as SuccessEvaluationInput
    from .models.success_score import SuccessScore as SuccessScore
    from .models.summary_artifacts import SummaryArtifacts as SummaryArtifacts
    from .models.summary_settings import SummarySettings as SummarySettings
    from .models.summary_settings_in_force import SummarySettingsInForce as SummarySettingsInForce
    from .models.summary_usage import SummaryUsage as SummaryUsage
    from .models.tenant import Tenant as Tenant
    from .resources import TenantCapturePolicyResource as TenantCapturePolicyResource
    from .models.tenant_create import TenantCreate as TenantCreate
    from .models.tenant_page import TenantPage as TenantPage
    from .models.tenant_patch import TenantPatch as TenantPatch
    from .resources import TenantResource as TenantResource
    from .models.tenant_settings import TenantSettings as TenantSettings
    from .models.tenant_settings_patch import TenantSettingsPatch as TenantSettingsPatch
    from .resources import TenantSettingsResource as TenantSettingsResource
    from .resources import TenantsResource as TenantsResource
    from .models.ticket import Ticket as Ticket
    from .models.ticket_create import TicketCreate as TicketCreate
    from .models.timeline import Timeline as Timeline
    from .models.timeline_entry import TimelineEntry as TimelineEntry
    from ..errors import TimeoutError as TimeoutError
    from .models.token import Token as Token
    from .models.token_create import TokenCreate as TokenCreate
    from .models.token_trust import TokenTrust as TokenTrust
    from .models.token_trust_in_force import TokenTrustInForce as TokenTrustInForce
    from .errors import TooManyRequestsError as TooManyRequestsError
    from .models.tool import Tool as Tool
    from .models.tool_call_report import ToolCallReport as ToolCallReport
    from .models.tool_create import ToolCreate as ToolCreate
    from .models.tool_failure import ToolFailure as ToolFailure
    from .models.tool_fault import ToolFault as ToolFault
    from .models.tool_invocation import ToolInvocation as ToolInvocation
    from .models.tool_outcome import ToolOutcome as ToolOutcome
    from .models.tool_page import ToolPage as ToolPage
    from .models.tool_patch import ToolPatch as ToolPatch
    from .models.tool_trial import ToolTrial as ToolTrial
    from .models.tool_verdict import ToolVerdict as ToolVerdict
    from .resources import ToolsResource as ToolsResource
    from .models.transfer_destination import TransferDestination as TransferDestination
    from .models.transfer_summary_plan import TransferSummaryPlan as TransferSummaryPlan
    from .models.tts_settings import TtsSettings as TtsSettings
    from .models.tts_settings_in_force import TtsSettingsInForce as TtsSettingsInForce
    from .models.tts_settings_input import TtsSettingsInput as TtsSettingsInput
    from .errors import UnauthorizedError as UnauthorizedError
    from .errors import UnsupportedMediaTypeError as UnsupportedMediaTypeError
    from .models.usage_totals import UsageTotals as UsageTotals
    from .models.webhook_attempt import WebhookAttempt as WebhookAttempt
    from .resources import WebhookDeliveriesResource as WebhookDeliveriesResource
    from .models.webhook_delivery import WebhookDelivery as WebhookDelivery
    from .models.webhook_delivery_details import WebhookDeliveryDetails as WebhookDeliveryDetails
    from .models.webhook_delivery_page import WebhookDeliveryPage as WebhookDeliveryPage
    from .models.webhook_endpoint import WebhookEndpoint as WebhookEndpoint
    from .models.webhook_endpoint_create import WebhookEndpointCreate as WebhookEndpointCreate
    from .models.webhook_endpoint_page import WebhookEndpointPage as WebhookEndpointPage
    from .models.webhook_endpoint_patch import WebhookEndpointPatch as WebhookEndpointPatch
    from .models.webhook_endpoint_with_secret import WebhookEndpointWithSecret as WebhookEndpointWithSecret
    from .resources import WebhookEndpointsDeliveriesResource as WebhookEndpointsDeliveriesResource
    from .resources import WebhookEndpointsResource as WebhookEndpointsResource
    from .resources import WebhookEndpointsSecretResource as WebhookEndpointsSecretResource
    from .models.webhook_payload import WebhookPayload as WebhookPayload
    from .models.webhook_recovery import WebhookRecovery as WebhookRecovery
    from .models.webhook_recovery_outcome import WebhookRecoveryOutcome as WebhookRecoveryOutcome
    from .models.webhook_secret_grace import WebhookSecretGrace as WebhookSecretGrace
    from .models.webhook_secret_rotate import WebhookSecretRotate as WebhookSecretRotate
    from .models.webhook_secret_rotation import WebhookSecretRotation as WebhookSecretRotation
    from .models.webhook_trial import WebhookTrial as WebhookTrial

    AgentConfig = AgentCreate

PLACES: Dict[str, Tuple[str, str]] = {
    "Agent": (".models.agent", "Agent"),
    "AgentConfigAtCallStart": (".models.agent_config_at_call_start", "AgentConfigAtCallStart"),
    "AgentCreate": (".models.agent_create", "AgentCreate"),
    "AgentPage": (".models.agent_page", "AgentPage"),
    "AgentPatch": (".models.agent_patch", "AgentPatch"),
    "AgentPublish": (".models.agent_publish", "AgentPublish"),
    "AgentRollback": (".models.agent_rollback", "AgentRollback"),
    "AgentSummaryPayload": (".models.agent_summary_payload", "AgentSummaryPayload"),
    "AgentTool": (".models.agent_tool", "AgentTool"),
    "AgentToolCallPayload": (".models.agent_tool_call_payload", "AgentToolCallPayload"),
    "AgentToolInput": (".models.agent_tool_input", "AgentToolInput"),
    "AgentValidation": (".models.agent_validation", "AgentValidation"),
    "AgentVersion": (".models.agent_version", "AgentVersion"),
    "AgentVersionPage": (".models.agent_version_page", "AgentVersionPage"),
    "AgentsResource": (".resources", "AgentsResource"),
    "AgentsVersionsResource": (".resources", "AgentsVersionsResource"),
    "Answer": ("..model", "Answer"),
    "ApiError": ("..errors", "ApiError"),
    "ApiKey": (".models.api_key", "ApiKey"),
    "ApiKeyCreate": (".models.api_key_create", "ApiKeyCreate"),
    "ApiKeyPage": (".models.api_key_page", "ApiKeyPage"),
    "ApiKeyPatch": (".models.api_key_patch", "ApiKeyPatch"),
    "ApiKeysResource": (".resources", "ApiKeysResource"),
    "Artifacts": (".models.artifacts", "Artifacts"),
    "AsrAtCallStart": (".models.asr_at_call_start", "AsrAtCallStart"),
    "AsrFinalPayload": (".models.asr_final_payload", "AsrFinalPayload"),
    "AsrSettings": (".models.asr_settings", "AsrSettings"),
    "AsrSettingsInForce": (".models.asr_settings_in_force", "AsrSettingsInForce"),
    "AsyncAgentsResource": (".async_resources", "AsyncAgentsResource"),
    "AsyncAgentsVersionsResource": (".async_resources", "AsyncAgentsVersionsResource"),
    "AsyncApiKeysResource": (".async_resources", "AsyncApiKeysResource"),
    "AsyncAuthResource": (".async_resources", "AsyncAuthResource"),
    "AsyncAuthTokensResource": (".async_resources", "AsyncAuthTokensResource"),
    "AsyncCallsArtifactsResource": (".async_resources", "AsyncCallsArtifactsResource"),
    "AsyncCallsResource": (".async_resources", "AsyncCallsResource"),
    "AsyncCallsTimelineResource": (".async_resources", "AsyncCallsTimelineResource"),
    "AsyncIntegrationsLivekitResource": (".async_resources", "AsyncIntegrationsLivekitResource"),
    "AsyncIntegrationsResource": (".async_resources", "AsyncIntegrationsResource"),
    "AsyncInvortoClient": ("..async_client", "AsyncInvortoClient"),
    "AsyncMetricsResource": (".async_resources", "AsyncMetricsResource"),
    "AsyncPage": ("..page", "AsyncPage"),
    "AsyncPaginator": ("..page", "AsyncPaginator"),
    "AsyncRatesResource": (".async_resources", "AsyncRatesResource"),
    "AsyncRealtimeResource": (".async_resources", "AsyncRealtimeResource"),
    "AsyncRealtimeTicketsResource": (".async_resources", "AsyncRealtimeTicketsResource"),
    "AsyncSecretsResource": (".async_resources", "AsyncSecretsResource"),
    "AsyncSessionsCommandsResource": (".async_resources", "AsyncSessionsCommandsResource"),
    "AsyncSessionsEventsResource": (".async_resources", "AsyncSessionsEventsResource"),
    "AsyncSessionsResource": (".async_resources", "AsyncSessionsResource"),
    "AsyncTenantCapturePolicyResource": (".async_resources", "AsyncTenantCapturePolicyResource"),
    "AsyncTenantResource": (".async_resources", "AsyncTenantResource"),
    "AsyncTenantSettingsResource": (".async_resources", "AsyncTenantSettingsResource"),
    "AsyncTenantsResource": (".async_resources", "AsyncTenantsResource"),
    "AsyncToolsResource": (".async_resources", "AsyncToolsResource"),
    "AsyncWebhookDeliveriesResource": (".async_resources", "AsyncWebhookDeliveriesResource"),
    "AsyncWebhookEndpointsDeliveriesResource": (".async_resources", "AsyncWebhookEndpointsDeliveriesResource"),
    "AsyncWebhookEndpointsResource": (".async_resources", "AsyncWebhookEndpointsResource"),
    "AsyncWebhookEndpointsSecretResource": (".async_resources", "AsyncWebhookEndpointsSecretResource"),
    "AuthResource": (".resources", "AuthResource"),
    "AuthTokensResource": (".resources", "AuthTokensResource"),
    "BadRequestError": (".errors", "BadRequestError"),
    "BillingUsageUpdatedPayload": (".models.billing_usage_updated_payload", "BillingUsageUpdatedPayload"),
    "Call": (".models.call", "Call"),
    "CallAnalysis": (".models.call_analysis", "CallAnalysis"),
    "CallArtifact": (".models.call_artifact", "CallArtifact"),
    "CallDetails": (".models.call_details", "CallDetails"),
    "CallDisposition": (".models.call_disposition", "CallDisposition"),
    "CallEmotion": (".models.call_emotion", "CallEmotion"),
    "CallEndedPayload": (".models.call_ended_payload", "CallEndedPayload"),
    "CallKpis": (".models.call_kpis", "CallKpis"),
    "CallMessage": (".models.call_message", "CallMessage"),
    "CallPage": (".models.call_page", "CallPage"),
    "CallStartedPayload": (".models.call_started_payload", "CallStartedPayload"),
    "CallSummary": (".models.call_summary", "CallSummary"),
    "CallUsage": (".models.call_usage", "CallUsage"),
    "CallsArtifactsResource": (".resources", "CallsArtifactsResource"),
    "CallsResource": (".resources", "CallsResource"),
    "CallsTimelineResource": (".resources", "CallsTimelineResource"),
    "CancelCommand": (".models.cancel_command", "CancelCommand"),
    "CapAlert": (".models.cap_alert", "CapAlert"),
    "CapturePolicy": (".models.capture_policy", "CapturePolicy"),
    "CapturePolicyPatch": (".models.capture_policy_patch", "CapturePolicyPatch"),
    "Carrier": (".models.carrier", "Carrier"),
    "ChangeOptions": ("..resource", "ChangeOptions"),
    "ClientTool": (".models.client_tool", "ClientTool"),
    "ClientToolInput": (".models.client_tool_input", "ClientToolInput"),
    "ConflictError": (".errors", "ConflictError"),
    "ConnectionError": ("..errors", "ConnectionError"),
    "ConsentSettings": (".models.consent_settings", "ConsentSettings"),
    "ConsentSettingsInput": (".models.consent_settings_input", "ConsentSettingsInput"),
    "CostLine": (".models.cost_line", "CostLine"),
    "CreatedApiKey": (".models.created_api_key", "CreatedApiKey"),
    "CreatedTenant": (".models.created_tenant", "CreatedTenant"),
    "DebugToggleCommand": (".models.debug_toggle_command", "DebugToggleCommand"),
    "DtmfSettings": (".models.dtmf_settings", "DtmfSettings"),
    "DtmfSettingsInForce": (".models.dtmf_settings_in_force", "DtmfSettingsInForce"),
    "EndCallSettings": (".models.end_call_settings", "EndCallSettings"),
    "EndCallSettingsInForce": (".models.end_call_settings_in_force", "EndCallSettingsInForce"),
    "EndpointingSettings": (".models.endpointing_settings", "EndpointingSettings"),
    "EndpointingSettingsInForce": (".models.endpointing_settings_in_force", "EndpointingSettingsInForce"),
    "EndpointingSettingsInput": (".models.endpointing_settings_input", "EndpointingSettingsInput"),
    "EventsSettings": (".models.events_settings", "EventsSettings"),
    "EventsSettingsInForce": (".models.events_settings_in_force", "EventsSettingsInForce"),
    "EventsSettingsInput": (".models.events_settings_input", "EventsSettingsInput"),
    "ForbiddenError": (".errors", "ForbiddenError"),
    "GuardrailSettings": (".models.guardrail_settings", "GuardrailSettings"),
    "GuardrailSettingsInForce": (".models.guardrail_settings_in_force", "GuardrailSettingsInForce"),
    "HangupCommand": (".models.hangup_command", "HangupCommand"),
    "IntegrationsLivekitResource": (".resources", "IntegrationsLivekitResource"),
    "IntegrationsResource": (".resources", "IntegrationsResource"),
    "InternalServerError": (".errors", "InternalServerError"),
    "InvortoClient": ("..client", "InvortoClient"),
    "InvortoError": ("..errors", "InvortoError"),
    "KeyLimits": (".models.key_limits", "KeyLimits"),
    "KeyLimitsChange": (".models.key_limits_change", "KeyLimitsChange"),
    "LiveKitProject": (".models.live_kit_project", "LiveKitProject"),
    "LiveKitProjectSet": (".models.live_kit_project_set", "LiveKitProjectSet"),
    "LlmSettings": (".models.llm_settings", "LlmSettings"),
    "LlmSettingsInForce": (".models.llm_settings_in_force", "LlmSettingsInForce"),
    "LlmSettingsInput": (".models.llm_settings_input", "LlmSettingsInput"),
    "MediaQuality": (".models.media_quality", "MediaQuality"),
    "MethodNotAllowedError": (".errors", "MethodNotAllowedError"),
    "Metrics": (".models.metrics", "Metrics"),
    "MetricsDay": (".models.metrics_day", "MetricsDay"),
    "MetricsResource": (".resources", "MetricsResource"),
    "MetricsTotals": (".models.metrics_totals", "MetricsTotals"),
    "Model": ("..model", "Model"),
    "NotFoundError": (".errors", "NotFoundError"),
    "Page": ("..page", "Page"),
    "PayloadTooLargeError": (".errors", "PayloadTooLargeError"),
    "PiiNotice": (".models.pii_notice", "PiiNotice"),
    "PreconditionFailedError": (".errors", "PreconditionFailedError"),
    "ProblemError": ("..errors", "ProblemError"),
    "ProviderName": (".models.provider_name", "ProviderName"),
    "PublicJwk": (".models.public_jwk", "PublicJwk"),
    "PublicKey": (".models.public_key", "PublicKey"),
    "PublicKeyInput": (".models.public_key_input", "PublicKeyInput"),
    "QaFlag": (".models.qa_flag", "QaFlag"),
    "QaFlagsPayload": (".models.qa_flags_payload", "QaFlagsPayload"),
    "Rate": (".models.rate", "Rate"),
    "RateCreate": (".models.rate_create", "RateCreate"),
    "RatePage": (".models.rate_page", "RatePage"),
    "RatesResource": (".resources", "RatesResource"),
    "RealtimeResource": (".resources", "RealtimeResource"),
    "RealtimeTicketsResource": (".resources", "RealtimeTicketsResource"),
    "RecordingCapture": (".models.recording_capture", "RecordingCapture"),
    "RecordingCaptureInForce": (".models.recording_capture_in_force", "RecordingCaptureInForce"),
    "RecordingSettings": (".models.recording_settings", "RecordingSettings"),
    "RecordingSettingsInForce": (".models.recording_settings_in_force", "RecordingSettingsInForce"),
    "RequestOptions": ("..resource", "RequestOptions"),
    "RequestTimeoutError": (".errors", "RequestTimeoutError"),
    "RetentionSettings": (".models.retention_settings", "RetentionSettings"),
    "RetentionSettingsPatch": (".models.retention_settings_patch", "RetentionSettingsPatch"),
    "RtpPcapPolicy": (".models.rtp_pcap_policy", "RtpPcapPolicy"),
    "RtpPcapPolicyInForce": (".models.rtp_pcap_policy_in_force", "RtpPcapPolicyInForce"),
    "SayCommand": (".models.say_command", "SayCommand"),
    "Secret": (".models.secret", "Secret"),
    "SecretList": (".models.secret_list", "SecretList"),
    "SecretValue": (".models.secret_value", "SecretValue"),
    "SecretsResource": (".resources", "SecretsResource"),
    "SecuritySettings": (".models.security_settings", "SecuritySettings"),
    "SecuritySettingsPatch": (".models.security_settings_patch", "SecuritySettingsPatch"),
    "ServiceUnavailableError": (".errors", "ServiceUnavailableError"),
    "Session": (".models.session", "Session"),
    "SessionCommand": (".models.session_command", "SessionCommand"),
    "SessionCommandResult": (".models.session_command_result", "SessionCommandResult"),
    "SessionEvent": (".models.session_event", "SessionEvent"),
    "SessionEventPage": (".models.session_event_page", "SessionEventPage"),
    "SessionPage": (".models.session_page", "SessionPage"),
    "SessionsCommandsResource": (".resources", "SessionsCommandsResource"),
    "SessionsEventsResource": (".resources", "SessionsEventsResource"),
    "SessionsResource": (".resources", "SessionsResource"),
    "SilenceSettings": (".models.silence_settings", "SilenceSettings"),
    "SilenceSettingsInForce": (".models.silence_settings_in_force", "SilenceSettingsInForce"),
    "SipPcapPolicy": (".models.sip_pcap_policy", "SipPcapPolicy"),
    "SipPcapPolicyInForce": (".models.sip_pcap_policy_in_force", "SipPcapPolicyInForce"),
    "StreamOptions": ("..resource", "StreamOptions"),
    "SuccessEvaluation": (".models.success_evaluation", "SuccessEvaluation"),
    "SuccessEvaluationInput": (".models.success_evaluation_input", "SuccessEvaluationInput"),
    "SuccessScore": (".models.success_score", "SuccessScore"),
    "SummaryArtifacts": (".models.summary_artifacts", "SummaryArtifacts"),
    "SummarySettings": (".models.summary_settings", "SummarySettings"),
    "SummarySettingsInForce": (".models.summary_settings_in_force", "SummarySettingsInForce"),
    "SummaryUsage": (".models.summary_usage", "SummaryUsage"),
    "Tenant": (".models.tenant", "Tenant"),
    "TenantCapturePolicyResource": (".resources", "TenantCapturePolicyResource"),
    "TenantCreate": (".models.tenant_create", "TenantCreate"),
    "TenantPage": (".models.tenant_page", "TenantPage"),
    "TenantPatch": (".models.tenant_patch", "TenantPatch"),
    "TenantResource": (".resources", "TenantResource"),
    "TenantSettings": (".models.tenant_settings", "TenantSettings"),
    "TenantSettingsPatch": (".models.tenant_settings_patch", "TenantSettingsPatch"),
    "TenantSettingsResource": (".resources", "TenantSettingsResource"),
    "TenantsResource": (".resources", "TenantsResource"),
    "Ticket": (".models.ticket", "Ticket"),
    "TicketCreate": (".models.ticket_create", "TicketCreate"),
    "Timeline": (".models.timeline", "Timeline"),
    "TimelineEntry": (".models.timeline_entry", "TimelineEntry"),
    "TimeoutError": ("..errors", "TimeoutError"),
    "Token": (".models.token", "Token"),
    "TokenCreate": (".models.token_create", "TokenCreate"),
    "TokenTrust": (".models.token_trust", "TokenTrust"),
    "TokenTrustInForce": (".models.token_trust_in_force", "TokenTrustInForce"),
    "TooManyRequestsError": (".errors", "TooManyRequestsError"),
    "Tool": (".models.tool", "Tool"),
    "ToolCallReport": (".models.tool_call_report", "ToolCallReport"),
    "ToolCreate": (".models.tool_create", "ToolCreate"),
    "ToolFailure": (".models.tool_failure", "ToolFailure"),
    "ToolFault": (".models.tool_fault", "ToolFault"),
    "ToolInvocation": (".models.tool_invocation", "ToolInvocation"),
    "ToolOutcome": (".models.tool_outcome", "ToolOutcome"),
    "ToolPage": (".models.tool_page", "ToolPage"),
    "ToolPatch": (".models.tool_patch", "ToolPatch"),
    "ToolTrial": (".models.tool_trial", "ToolTrial"),
    "ToolVerdict": (".models.tool_verdict", "ToolVerdict"),
    "ToolsResource": (".resources", "ToolsResource"),
    "TransferDestination": (".models.transfer_destination", "TransferDestination"),
    "TransferSummaryPlan": (".models.transfer_summary_plan", "TransferSummaryPlan"),
    "TtsSettings": (".models.tts_settings", "TtsSettings"),
    "TtsSettingsInForce": (".models.tts_settings_in_force", "TtsSettingsInForce"),
    "TtsSettingsInput": (".models.tts_settings_input", "TtsSettingsInput"),
    "UnauthorizedError": (".errors", "UnauthorizedError"),
    "UnsupportedMediaTypeError": (".errors", "UnsupportedMediaTypeError"),
    "UsageTotals": (".models.usage_totals", "UsageTotals"),
    "WebhookAttempt": (".models.webhook_attempt", "WebhookAttempt"),
    "WebhookDeliveriesResource": (".resources", "WebhookDeliveriesResource"),
    "WebhookDelivery": (".models.webhook_delivery", "WebhookDelivery"),
    "WebhookDeliveryDetails": (".models.webhook_delivery_details", "WebhookDeliveryDetails"),
    "WebhookDeliveryPage": (".models.webhook_delivery_page", "WebhookDeliveryPage"),
    "WebhookEndpoint": (".models.webhook_endpoint", "WebhookEndpoint"),
    "WebhookEndpointCreate": (".models.webhook_endpoint_create", "WebhookEndpointCreate"),
    "WebhookEndpointPage": (".models.webhook_endpoint_page", "WebhookEndpointPage"),
    "WebhookEndpointPatch": (".models.webhook_endpoint_patch", "WebhookEndpointPatch"),
    "WebhookEndpointWithSecret": (".models.webhook_endpoint_with_secret", "WebhookEndpointWithSecret"),
    "WebhookEndpointsDeliveriesResource": (".resources", "WebhookEndpointsDeliveriesResource"),
    "WebhookEndpointsResource": (".resources", "WebhookEndpointsResource"),
    "WebhookEndpointsSecretResource": (".resources", "WebhookEndpointsSecretResource"),
    "WebhookPayload": (".models.webhook_payload", "WebhookPayload"),
    "WebhookRecovery": (".models.webhook_recovery", "WebhookRecovery"),
    "WebhookRecoveryOutcome": (".models.webhook_recovery_outcome", "WebhookRecoveryOutcome"),
    "WebhookSecretGrace": (".models.webhook_secret_grace", "WebhookSecretGrace"),
    "WebhookSecretRotate": (".models.webhook_secret_rotate", "WebhookSecretRotate"),
    "WebhookSecretRotation": (".models.webhook_secret_rotation", "WebhookSecretRotation"),
    "WebhookTrial": (".models.webhook_trial", "WebhookTrial"),
    "AgentConfig": (".models.agent_create", "AgentCreate"),
}
"""Name to its module, seen from here, and its name there."""
