using FluentValidation;

namespace ModelOps.Kubernetes.Validation;

internal sealed class ModelProbesValidator : AbstractValidator<ModelProbes>
{
    internal ModelProbesValidator()
    {
        RuleFor(static p => p.LivePath).Must(KubernetesSyntax.IsAbsolutePath).WithMessage(Messages.Path);
        RuleFor(static p => p.ReadyPath).Must(KubernetesSyntax.IsAbsolutePath).WithMessage(Messages.Path);
        RuleFor(static p => p.LivePath).NotEqual(static p => p.ReadyPath).WithMessage("use another path than ReadyPath: a model that is not ready is no reason to restart the pod");
        RuleFor(static p => p.LoadTime).WholeSeconds(1, 24 * 3600);
        RuleFor(static p => p.Period).WholeSeconds(1, 300);
        RuleFor(static p => p.Timeout).WholeSeconds(1, 300);
        RuleFor(static p => p.ReadinessFailures).Within(1, 100);
        RuleFor(static p => p.LivenessFailures).Within(1, 100);
    }
}
