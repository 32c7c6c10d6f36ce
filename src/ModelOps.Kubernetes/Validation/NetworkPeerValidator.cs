using FluentValidation;

namespace ModelOps.Kubernetes.Validation;

internal sealed class NetworkPeerValidator : AbstractValidator<NetworkPeer>
{
    internal NetworkPeerValidator()
    {
        RuleFor(static p => p.Namespace).Must(KubernetesSyntax.IsDnsLabel).WithMessage(Messages.DnsLabel).Unless(static p => p.Namespace is null);
        RuleFor(static p => p.Cidr)
            .Must(KubernetesSyntax.IsAddressBlock)
            .WithMessage("use a block of addresses in its canonical spelling, with no bits set beyond the prefix, e.g. '10.20.0.0/16'")
            .Unless(static p => p.Cidr is null);
        RuleForEach(static p => p.Except)
            .Must(static (p, except) => KubernetesSyntax.IsWithin(except, p.Cidr))
            .WithMessage("use a smaller block that lies within Cidr");
        this.ForEachEntry(static p => p.PodLabels, static entry => KubernetesSyntax.IsLabelKey(entry.Key), Messages.LabelKey);
        this.ForEachEntry(static p => p.PodLabels, static entry => KubernetesSyntax.IsLabelValue(entry.Value), Messages.LabelValue);
    }
}
