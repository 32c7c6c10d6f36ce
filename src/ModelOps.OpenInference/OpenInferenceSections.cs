namespace ModelOps.OpenInference;

internal static class OpenInferenceSections
{
    /// <summary>Path of the section of a client: the one without a name, or a named one.</summary>
    public static string Of(string? name) =>
        string.IsNullOrEmpty(name) ? OpenInferenceClientOptions.SectionName : $"{OpenInferenceClientOptions.SectionName}:Clients:{name}";
}
