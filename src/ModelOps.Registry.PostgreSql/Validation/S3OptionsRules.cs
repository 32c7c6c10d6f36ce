using Microsoft.Extensions.Options;
using ModelOps.Registry.PostgreSql.S3;

namespace ModelOps.Registry.PostgreSql.Validation;

/// <summary>What the settings of an S3 store must be.</summary>
internal static class S3OptionsRules
{
    private const int LeastPart = 5 << 20; // of S3 itself
    private const int MostPart = 1 << 30;

    public static void Check(S3Options options, ValidateOptionsResultBuilder result)
    {
        Uri endpoint = options.Endpoint!;
        if (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("https" or "http") || endpoint.Query.Length > 0 || endpoint.UserInfo.Length > 0)
        {
            Fail(nameof(options.Endpoint), "not usable", "Give the store's address, such as 'https://s3.eu-central-1.amazonaws.com'."); // it may hold a password
        }
        else if (endpoint.Scheme == Uri.UriSchemeHttp && !endpoint.IsLoopback && !options.AllowHttp)
        {
            Fail(nameof(options.Endpoint), endpoint, $"Use https, or set {nameof(options.AllowHttp)} where the network itself is safe.");
        }
        else if (options.UnsignedPayload && endpoint.Scheme != Uri.UriSchemeHttps)
        {
            Fail(nameof(options.UnsignedPayload), true, "Leave it out: without TLS, only the signature guards the bytes.");
        }

        if (!IsBucket(options.Bucket)) { Fail(nameof(options.Bucket), options.Bucket, "Name a bucket: 3 to 63 lower-case letters, digits, '-' and '.'."); }
        if (options.Prefix.Length > 512 || options.Prefix.Split('/') is not [""] and var parts && parts.Any(static p => p is "" or "." or ".." || p.Any(char.IsControl)))
        {
            Fail(nameof(options.Prefix), options.Prefix, "Use segments with '/' between them, such as 'models/production', or leave it empty.");
        }

        if (string.IsNullOrWhiteSpace(options.Region)) { Fail(nameof(options.Region), options.Region, "Name the region, or 'us-east-1' where the store has none."); }
        if (string.IsNullOrEmpty(options.AccessKeyId) != string.IsNullOrEmpty(options.SecretAccessKey))
        {
            Fail(nameof(options.AccessKeyId), options.AccessKeyId, $"Set it together with {nameof(options.SecretAccessKey)}, or neither.");
        }
        else if (S3Credentials.From(options) is null)
        {
            Fail(nameof(options.AccessKeyId), options.AccessKeyId, $"Set it and {nameof(options.SecretAccessKey)}, or the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
        }

        if (options.PartBytes is < LeastPart or > MostPart) { Fail(nameof(options.PartBytes), options.PartBytes, $"Use {LeastPart} to {MostPart}."); }
        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromHours(1)) { Fail(nameof(options.Timeout), options.Timeout, "Use 00:00:01 to 01:00:00."); }
        if (options.MaxRetries is < 0 or > 10) { Fail(nameof(options.MaxRetries), options.MaxRetries, "Use 0 to 10."); }

        void Fail(string key, object? value, string mend) => result.AddError($"{S3Options.SectionName}:{key} is '{value}'. {mend}");
    }

    private static bool IsBucket(string? name) =>
        name is { Length: >= 3 and <= 63 }
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
