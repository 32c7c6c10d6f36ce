using FluentValidation;
using k8s.Models;

namespace ModelOps.Kubernetes.Validation;

internal sealed class ModelResourcesValidator : AbstractValidator<ModelResources>
{
    internal ModelResourcesValidator()
    {
        RuleFor(static r => r.Cpu).Must(KubernetesSyntax.IsQuantity).WithMessage(Messages.Quantity);
        RuleFor(static r => r.CpuLimit).Must(KubernetesSyntax.IsQuantity).WithMessage(Messages.Quantity).Unless(static r => r.CpuLimit is null);
        RuleFor(static r => r.CpuLimit)
            .Must(static (r, limit) => new ResourceQuantity(limit).ToDecimal() >= new ResourceQuantity(r.Cpu).ToDecimal())
            .WithMessage("use at least what Cpu requests, or null for no limit")
            .When(static r => KubernetesSyntax.IsQuantity(r.CpuLimit) && KubernetesSyntax.IsQuantity(r.Cpu));
        RuleFor(static r => r.Memory).Must(KubernetesSyntax.IsQuantity).WithMessage(Messages.Quantity);
        RuleFor(static r => r.Memory)
            .Must(static memory => new ResourceQuantity(memory).ToDecimal() >= 64 * 1024 * 1024)
            .WithMessage("use at least 64Mi; a suffix may be missing")
            .When(static r => KubernetesSyntax.IsQuantity(r.Memory));
        RuleFor(static r => r.TemporarySpace).Must(KubernetesSyntax.IsQuantity).WithMessage(Messages.Quantity);
        RuleFor(static r => r.ManagedHeapPercent).Within(10, 100);
        RuleFor(static r => r.Gpus).Within(0, 64);
        RuleFor(static r => r.GpuResource)
            .Must(static name => KubernetesSyntax.IsLabelKey(name) && name.Contains('/', StringComparison.Ordinal))
            .WithMessage("use the device plugin's resource name, e.g. 'nvidia.com/gpu'");
    }
}
