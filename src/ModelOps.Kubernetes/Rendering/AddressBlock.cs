using System.Net;

namespace ModelOps.Kubernetes.Rendering;

internal static class AddressBlock
{
    /// <summary>Where clouds hand credentials to whoever asks from a pod.</summary>
    private static readonly (IPNetwork Service, int WidestDeliberate)[] MetadataServices =
    [
        (IPNetwork.Parse("169.254.169.254/32"), 16),
        (IPNetwork.Parse("fd00:ec2::254/128"), 32),
    ];

    /// <summary>The metadata services that a wide block would include by the way; none for a block that is clearly about them.</summary>
    internal static IReadOnlyList<string> MetadataServicesWithin(string? cidr) =>
        !IPNetwork.TryParse(cidr, out IPNetwork block)
            ? []
            : [.. MetadataServices.Where(s => block.PrefixLength < s.WidestDeliberate && Contains(block, s.Service)).Select(static s => s.Service.ToString())];

    internal static bool Contains(IPNetwork outer, IPNetwork inner) => inner.PrefixLength > outer.PrefixLength && outer.Contains(inner.BaseAddress);
}
