namespace ModelOps;

/// <summary>No source has the secret.</summary>
/// <param name="name">Name asked for.</param>
public sealed class SecretNotFoundException(string name) : ModelOpsException(
    ModelOpsErrorKind.NotFound,
    SecretErrorCodes.NotFound,
    $"There is no secret '{name}'. Set it in one of the sources of the host (environment, configuration, vault), or correct the name.")
{
    /// <summary>Name asked for.</summary>
    public string Name { get; } = name;
}
