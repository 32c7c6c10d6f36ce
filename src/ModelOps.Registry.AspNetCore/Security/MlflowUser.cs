namespace ModelOps.Registry.AspNetCore;

/// <summary>A user that the configuration names.</summary>
public sealed class MlflowUser
{
    /// <summary>Hash of the password, from <see cref="MlflowPasswordHash.Create"/>.</summary>
    public string PasswordHash { get; set; } = string.Empty;

    /// <summary>Roles, for policies that require one.</summary>
    public IList<string> Roles { get; set; } = [];
}
