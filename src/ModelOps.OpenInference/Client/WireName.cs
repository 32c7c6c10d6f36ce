namespace ModelOps.OpenInference.Client;

/// <summary>A reference as the protocol carries it: a name, and a version that may be empty or an alias.</summary>
internal static class WireName
{
    /// <summary>The two parts. An alias of digits only would be read as a number, so it is written with the name.</summary>
    public static (string Name, string Version) Of(ModelReference model) => model switch
    {
        { Version: { } version } => (model.Name, version),
        { Alias: { } alias } when !alias.All(char.IsAsciiDigit) => (model.Name, alias),
        _ => (model.ToString(), string.Empty),
    };
}
