using FluentValidation;

namespace ModelOps.Kubernetes.Validation;

internal sealed class RegistryImageValidator : AbstractValidator<RegistryImage>
{
    internal RegistryImageValidator()
    {
        RuleFor(static r => r.Reference).Must(KubernetesSyntax.IsPinnedImage).WithMessage(Messages.PinnedImage);
        RuleFor(static r => r.Path).RegistryPath();
    }
}
