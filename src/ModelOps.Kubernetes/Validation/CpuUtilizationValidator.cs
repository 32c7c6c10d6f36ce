using FluentValidation;

namespace ModelOps.Kubernetes.Validation;

internal sealed class CpuUtilizationValidator : AbstractValidator<CpuUtilization>
{
    internal CpuUtilizationValidator() => RuleFor(static m => m.Percent).Within(1, 100);
}
