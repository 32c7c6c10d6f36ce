using FluentValidation;

namespace ModelOps.Kubernetes.Validation;

internal sealed class RegistryClaimValidator : AbstractValidator<RegistryClaim>
{
    internal RegistryClaimValidator()
    {
        RuleFor(static r => r.ClaimName).Must(KubernetesSyntax.IsSubdomain).WithMessage(Messages.DnsName);
        RuleFor(static r => r.Path).RegistryPath();
    }
}
