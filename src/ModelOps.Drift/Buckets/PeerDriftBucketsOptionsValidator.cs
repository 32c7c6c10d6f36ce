using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Buckets;

internal sealed class PeerDriftBucketsOptionsValidator : IValidateOptions<PeerDriftBucketsOptions>
{
    private const int MostUris = 64;
    private const int MostPeers = 4096;
    private const int MostAtOnce = 64;
    private const long LeastBytes = 1 << 20;
    private const long MostBytes = 16L << 30;

    public static PeerDriftBucketsOptions Ensure(PeerDriftBucketsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult result = new PeerDriftBucketsOptionsValidator().Validate(null, options);
        return result.Failed ? throw new OptionsValidationException(PeerDriftBucketsOptions.SectionName, typeof(PeerDriftBucketsOptions), result.Failures) : options;
    }

    public ValidateOptionsResult Validate(string? name, PeerDriftBucketsOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.Peers.Count is 0 or > MostUris) { result.AddError($"{Key(nameof(options.Peers))} has {options.Peers.Count} addresses. Give 1 to {MostUris}, such as 'http://demand-pods:8080'."); }
        for (int i = 0; i < options.Peers.Count; i++)
        {
            // The value may hold a password: it is not repeated.
            if (!IsPeer(options.Peers[i])) { result.AddError($"{Key(nameof(options.Peers))}:{i} is no address of a peer. Give http or https, host and port, without a user name, query or fragment."); }
        }

        Check(result, nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Check(result, nameof(options.MaxPeers), options.MaxPeers, 1, MostPeers);
        Check(result, nameof(options.MaxConcurrency), options.MaxConcurrency, 1, MostAtOnce);
        Check(result, nameof(options.MaxAge), options.MaxAge, TimeSpan.FromHours(1), TimeSpan.FromDays(400));
        Check(result, nameof(options.MaxBytesPerPeer), options.MaxBytesPerPeer, LeastBytes, MostBytes);
        Check(result, nameof(options.MaxKeptBytes), options.MaxKeptBytes, LeastBytes, MostBytes);
        return result.Build();
    }

    private static bool IsPeer(Uri? uri) =>
        uri is { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" } && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    private static void Check<T>(ValidateOptionsResultBuilder result, string property, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0) { result.AddError($"{Key(property)} is {value}. Set it to {least} to {most}."); }
    }

    private static string Key(string property) => $"{PeerDriftBucketsOptions.SectionName}:{property}";
}
