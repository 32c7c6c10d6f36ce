using FluentValidation;

namespace ModelOps.Kubernetes.Validation;

internal sealed class ModelShutdownValidator : AbstractValidator<ModelShutdown>
{
    internal ModelShutdownValidator()
    {
        RuleFor(static s => s.Drain).WholeSeconds(0, 600);
        RuleFor(static s => s.LongestRequest).WholeSeconds(1, 3600);
        RuleFor(static s => s.Margin).WholeSeconds(0, 600);
    }
}
