using Microsoft.AspNetCore.Authentication;

namespace ModelOps.Registry.AspNetCore;

/// <summary>Settings of Basic authentication (RFC 7617) as the MLflow client does it with <c>MLFLOW_TRACKING_USERNAME</c> and
/// <c>MLFLOW_TRACKING_PASSWORD</c>. Section <c>ModelOps:Registry:MlflowApi:Basic</c> of the configuration.</summary>
public sealed class MlflowBasicOptions : AuthenticationSchemeOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string SectionName = "ModelOps:Registry:MlflowApi:Basic";

    /// <summary>Realm that callers without credentials are told; <c>mlflow</c> unless set.</summary>
    public string Realm { get; set; } = "mlflow";

    /// <summary>Users by name. There is no user unless the host names one.</summary>
    public IDictionary<string, MlflowUser> Users { get; set; } = new Dictionary<string, MlflowUser>(StringComparer.Ordinal);

    /// <summary>How long a password that was right is not hashed again, so that a client's many calls cost the hash once; zero to one hour; five minutes
    /// unless set. A user removed from <see cref="Users"/> is refused at once all the same.</summary>
    public TimeSpan CacheFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Checks users elsewhere, such as in a directory, when <see cref="Users"/> lacks the name; null for nowhere. It returns the roles of the
    /// user, or null when name or password is wrong. Its answers are not cached.</summary>
    public Func<string, string, CancellationToken, ValueTask<IReadOnlyList<string>?>>? ValidateAsync { get; set; }
}
