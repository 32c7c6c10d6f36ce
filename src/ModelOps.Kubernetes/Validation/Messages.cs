namespace ModelOps.Kubernetes.Validation;

/// <summary>What mends a fault, where several rules say the same.</summary>
internal static class Messages
{
    internal const string Missing = "give it a value, or leave the default";
    internal const string DnsLabel = "use a DNS label: at most 63 lower-case letters, digits and '-', with a letter or digit at both ends";
    internal const string DnsName = "use a DNS name: lower-case letters, digits, '-' and '.', with a letter or digit at both ends";
    internal const string PinnedImage = "name an image with a tag other than 'latest', or with a sha256 digest, e.g. 'registry.example/team/server:1.4.0'";
    internal const string Quantity = "write a quantity above zero such as '250m', '1.5' or '512Mi'";
    internal const string Port = "use a port from 1024 to 65535: the server does not run as root";
    internal const string LabelKey = "use letters, digits, '-', '_' and '.' (at most 63), optionally after a DNS name and '/'";
    internal const string LabelValue = "use at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends";
    internal const string Path = "use an absolute path of letters, digits, '.', '_' and '-', e.g. '/registry'";
}
