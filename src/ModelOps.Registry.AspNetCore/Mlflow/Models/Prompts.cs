using System.Text;

namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>Prompts, which clients keep as models with a tag, and their texts as versions with tags and no files.</summary>
internal static class Prompts
{
    /// <summary>Tag of models and versions that are prompts.</summary>
    public const string Tag = "mlflow.prompt.is_prompt";

    /// <summary>Format of a version that is a prompt.</summary>
    public const string Format = "mlflow-prompt";

    private const string TextTag = "mlflow.prompt.text";

    private const string FileName = "prompt.txt";

    /// <summary>What a version is made of that is a prompt: its text; null for another. Clients send a source that is none.</summary>
    public static VersionSource? Of(Dictionary<string, string> tags, string source) => tags.ContainsKey(Tag)
        ? new VersionSource(Format, [ModelFile.FromBytes(FileName, Encoding.UTF8.GetBytes(tags.GetValueOrDefault(TextTag, source)))])
        : null;
}
