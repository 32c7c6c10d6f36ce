using FluentValidation;

namespace ModelOps.Kubernetes.Validation;

internal sealed class InFlightRequestsValidator : AbstractValidator<InFlightRequests>
{
    internal InFlightRequestsValidator()
    {
        RuleFor(static m => m.PerPod).Within(1, 100_000);
        RuleFor(static m => m.MetricName)
            .Must(static name => KubernetesSyntax.IsVariableName(name) && !name.Contains('-', StringComparison.Ordinal))
            .WithMessage("use the metric's name in the custom metrics API, e.g. 'http_server_active_requests'");
    }
}
