using FluentValidation;

namespace ModelOps.Kubernetes.Validation;

internal sealed class NetworkDestinationValidator : AbstractValidator<NetworkDestination>
{
    internal NetworkDestinationValidator()
    {
        RuleFor(static d => d.Peer).NotNull().WithMessage(Messages.Missing).SetValidator(new NetworkPeerValidator());
        RuleFor(static d => d.Ports).NotEmpty().WithMessage("name at least one port");
        RuleForEach(static d => d.Ports).Within(1, 65535);
    }
}
