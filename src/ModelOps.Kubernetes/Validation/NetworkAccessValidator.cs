using FluentValidation;

namespace ModelOps.Kubernetes.Validation;

internal sealed class NetworkAccessValidator : AbstractValidator<NetworkAccess>
{
    internal NetworkAccessValidator()
    {
        RuleFor(static n => n.Clients).NotNull().WithMessage(Messages.Missing);
        RuleForEach(static n => n.Clients).NotNull().WithMessage(Messages.Missing).SetValidator(new NetworkPeerValidator());
        RuleFor(static n => n.Monitoring).NotNull().WithMessage(Messages.Missing);
        RuleForEach(static n => n.Monitoring).NotNull().WithMessage(Messages.Missing).SetValidator(new NetworkPeerValidator());
        RuleFor(static n => n.Destinations).NotNull().WithMessage(Messages.Missing);
        RuleForEach(static n => n.Destinations).NotNull().WithMessage(Messages.Missing).SetValidator(new NetworkDestinationValidator());
    }
}
