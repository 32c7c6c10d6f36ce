using System.Text.Json;
using ModelOps.Registry.Mlflow.ModelFiles;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>What MLflow does not keep about an alias, as a tag of the model: written after each move of ours, so it can be older than the alias.</summary>
/// <param name="Revision">Revision of the alias.</param>
/// <param name="Number">Number it points at; null when we removed it.</param>
/// <param name="At">When.</param>
internal sealed record AliasNote(long Revision, long? Number, DateTimeOffset At)
{
    private const string Prefix = VersionTags.Prefix + "alias.";
    private const int MaxLength = 4_000;

    public string? Reason { get; init; }

    public string? Actor { get; init; }

    public static string TagOf(string alias) => Prefix + alias;

    public static AliasNote? Find(WireModel model, string alias)
    {
        if (!model.Tags.TryGetValue(TagOf(alias), out string? text)) { return null; }
        try
        {
            JsonElement note = JsonElement.Parse(text);
            return MlflowJson.Integer(note, "revision") is > 0 and { } revision
                ? new AliasNote(revision, MlflowJson.Integer(note, "number"), MlflowJson.Time(note, "at")) { Reason = MlflowJson.Text(note, "reason"), Actor = MlflowJson.Text(note, "actor") }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string ToText()
    {
        string text = Write(this);
        return text.Length <= MaxLength ? text : Write(this with { Reason = null });
    }

    private static string Write(AliasNote note) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("revision", note.Revision);
        if (note.Number is { } number) { writer.WriteNumber("number", number); }
        writer.WriteNumber("at", note.At.ToUnixTimeMilliseconds());
        if (note.Reason is not null) { writer.WriteString("reason", note.Reason); }
        if (note.Actor is not null) { writer.WriteString("actor", note.Actor); }
        writer.WriteEndObject();
    });
}
