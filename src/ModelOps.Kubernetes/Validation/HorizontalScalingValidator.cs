using FluentValidation;

namespace ModelOps.Kubernetes.Validation;

internal sealed class HorizontalScalingValidator : AbstractValidator<HorizontalScaling>
{
    internal HorizontalScalingValidator()
    {
        RuleFor(static s => s.MinReplicas).GreaterThanOrEqualTo(1).WithMessage("use at least 1: a HorizontalPodAutoscaler cannot scale to zero");
        RuleFor(static s => s.MaxReplicas).Within(2, 1000);
        RuleFor(static s => s.MaxReplicas).GreaterThan(static s => s.MinReplicas).WithMessage("use more than MinReplicas, or FixedScaling");
        RuleFor(static s => s.Metric).NotNull().WithMessage(Messages.Missing).SetInheritanceValidator(static metric =>
        {
            metric.Add(new CpuUtilizationValidator());
            metric.Add(new InFlightRequestsValidator());
        });
    }
}
