namespace ModelOps.Registry.Signing;

/// <summary>Whose signatures a model needs before it is loaded.</summary>
public sealed class ModelSigningRule
{
    /// <summary>Names of the keys whose signatures count, of <see cref="ModelSigningOptions.Keys"/>. Default: all of them.</summary>
    public IList<string> Keys { get; } = [];

    /// <summary>How many different keys must have signed. Default 1; 0 loads the model unsigned.</summary>
    public int RequiredSignatures { get; set; } = 1;

    /// <summary>Whether the signed statement must name the model as the registry does, so that a signature cannot be carried over to another model
    /// with the same files. Default true; false takes signatures made over folders of any name.</summary>
    public bool RequireModelName { get; set; } = true;

    /// <summary>Names that the model had before it was renamed, each with the number of the last version that may be signed under it. Default: none, so
    /// that a renamed model is signed again. It is the host that says this and not the registry: a name that whoever may rename models can give to other
    /// content would bind nothing. Only for rules of one model.</summary>
    public IDictionary<string, long> FormerNames { get; } = new Dictionary<string, long>(StringComparer.Ordinal);
}
