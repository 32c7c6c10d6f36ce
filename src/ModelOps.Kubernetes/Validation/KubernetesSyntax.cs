using System.Net;
using System.Text.RegularExpressions;
using ModelOps.Kubernetes.Rendering;

namespace ModelOps.Kubernetes.Validation;

/// <summary>The spellings Kubernetes asks for.</summary>
internal static partial class KubernetesSyntax
{
    private const int MaxLabelLength = 63;
    private const int MaxSubdomainLength = 253;

    internal static bool IsDnsLabel(string? text) => text is { Length: <= MaxLabelLength } && DnsLabel.IsMatch(text);

    /// <summary>A DNS label that begins with a letter, as names of Services must.</summary>
    internal static bool IsServiceName(string? text) => IsDnsLabel(text) && char.IsAsciiLetter(text![0]);

    internal static bool IsSubdomain(string? text) => text is { Length: <= MaxSubdomainLength } && Subdomain.IsMatch(text);

    internal static bool IsLabelKey(string? text)
    {
        if (text is null) { return false; }
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return (slash < 0 || IsSubdomain(text[..slash])) && LabelValue.IsValid(text[(slash + 1)..]);
    }

    internal static bool IsLabelValue(string? text) => text is "" || (text is not null && LabelValue.IsValid(text));

    internal static bool IsQuantity(string? text) => text is not null && PositiveQuantity.IsMatch(text);

    internal static bool IsVariableName(string? text) => text is not null && VariableName.IsMatch(text);

    internal static bool IsSecretKey(string? text) => text is { Length: <= MaxSubdomainLength } && SecretKeyName.IsMatch(text);

    /// <summary>A reference without spaces that says which build it means.</summary>
    internal static bool IsPinnedImage(string? text) =>
        text is not null && Image.IsMatch(text) && (ImageReference.DigestOf(text) is not null || ImageReference.TagOf(text) is not (null or "latest"));

    /// <summary>A block in its canonical spelling: the parser alone would let bits beyond the prefix pass, which the API server does not.</summary>
    internal static bool IsAddressBlock(string? text) => IPNetwork.TryParse(text, out IPNetwork block) && text == block.ToString();

    internal static bool IsWithin(string? inner, string? outer) =>
        IsAddressBlock(inner) && IPNetwork.TryParse(inner, out IPNetwork i) && IPNetwork.TryParse(outer, out IPNetwork o) && AddressBlock.Contains(o, i);

    internal static bool IsAbsolutePath(string? text) => text is not null && AbsolutePath.IsMatch(text) && !text.Split('/').Contains("..");

    internal static bool IsWholeSeconds(TimeSpan duration) => duration.Ticks % TimeSpan.TicksPerSecond == 0;

    [GeneratedRegex(@"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DnsLabel { get; }

    [GeneratedRegex(@"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subdomain { get; }

    [GeneratedRegex(@"^(?=[0-9.]*[1-9])[0-9]{1,12}(?:\.[0-9]{1,3})?(?:m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PositiveQuantity { get; }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]{0,252}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariableName { get; }

    [GeneratedRegex(@"^[A-Za-z0-9._-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretKeyName { get; }

    [GeneratedRegex(@"^(?:[A-Za-z0-9.-]+(?::[0-9]{1,5})?/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Image { get; }

    [GeneratedRegex(@"^/[A-Za-z0-9._/-]*[A-Za-z0-9._-]\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AbsolutePath { get; }
}
