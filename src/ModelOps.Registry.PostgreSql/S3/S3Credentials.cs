namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>What requests are signed with. It says nothing of itself, so that no log shows it by accident.</summary>
internal sealed class S3Credentials(string accessKeyId, string secretAccessKey, string? sessionToken)
{
    public string AccessKeyId { get; } = accessKeyId;

    public string SecretAccessKey { get; } = secretAccessKey;

    public string? SessionToken { get; } = sessionToken;

    /// <summary>The options' keys, else those of the environment; null when there are none.</summary>
    public static S3Credentials? From(S3Options options) => options.AccessKeyId is { Length: > 0 } id && options.SecretAccessKey is { Length: > 0 } secret
        ? new S3Credentials(id, secret, options.SessionToken)
        : FromEnvironment();

    private static S3Credentials? FromEnvironment() =>
        Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is { Length: > 0 } id && Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret
            ? new S3Credentials(id, secret, Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN") is { Length: > 0 } token ? token : null)
            : null;
}
