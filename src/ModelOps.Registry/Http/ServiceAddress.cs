namespace ModelOps.Registry.Http;

/// <summary>Which addresses credentials may be sent to.</summary>
internal static class ServiceAddress
{
    /// <summary>What is wrong with an address, as a sentence that mends it; null when nothing is.</summary>
    public static string? Check(Uri? address, bool allowsPlainHttp) => address switch
    {
        null => "Name the service's address, such as https://host:port.",
        { IsAbsoluteUri: false } => "Use an absolute address, such as https://host:port.",
        { Scheme: not ("http" or "https") } => "Use http or https.",
        { UserInfo.Length: > 0 } => "Leave user and password out of the address.",
        { Query.Length: > 0 } or { Fragment.Length: > 0 } => "Leave query and fragment out of the address.",
        { Scheme: "http", IsLoopback: false } when !allowsPlainHttp => "Use https: credentials would travel unencrypted. Set AllowPlainHttp where the network itself is trusted.",
        _ => null,
    };
}
