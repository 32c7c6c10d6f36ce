using FluentValidation;

namespace ModelOps.Kubernetes.Validation;

internal sealed class FixedScalingValidator : AbstractValidator<FixedScaling>
{
    internal FixedScalingValidator() => RuleFor(static s => s.Replicas).Within(1, 1000);
}
