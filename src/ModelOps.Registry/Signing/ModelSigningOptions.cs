namespace ModelOps.Registry.Signing;

/// <summary>Which signatures are checked before a version is loaded; section <c>ModelOps:Registry:Signing</c> of the configuration.</summary>
public sealed class ModelSigningOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Signing";

    /// <summary>Public keys by name: PEM (<c>-----BEGIN PUBLIC KEY-----</c>), or the path of a file that holds it. Read once, at the start.</summary>
    public IDictionary<string, string> Keys { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What holds for models without a rule of their own. Default: one signature by any of the keys.</summary>
    public ModelSigningRule Default { get; } = new();

    /// <summary>Rules by name of the model; case counts.</summary>
    public IDictionary<string, ModelSigningRule> Models { get; } = new Dictionary<string, ModelSigningRule>(StringComparer.Ordinal);
}
