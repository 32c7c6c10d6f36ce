using System.Text.Json;
using ModelOps.OpenInference.Wire;

namespace ModelOps.Serving.AspNetCore.Labels;

/// <summary>Reads one label, or many.</summary>
internal static class LabelsRequestReader
{
    internal const int MaxLabels = 100_000;

    public static IReadOnlyList<SentLabel> Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = WireJson.ReadObject(json);
        List<SentLabel>? many = null;
        Draft one = default;
        while (WireJson.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("labels"u8))
            {
                WireJson.Once(many is not null, "labels");
                many = ReadMany(ref reader);
            }
            else
            {
                one.Read(ref reader);
            }
        }

        reader.Read(); // what follows the object is an error
        if (many is null) { return [one.Finish(null)]; }
        if (one.Id is not null || one.Label is not null) { throw WireErrors.Wrong("the body", "either one label, or 'labels' with many"); }
        return one.Version is null ? many : many.ConvertAll(label => label.Version is null ? label with { Version = one.Version } : label);
    }

    private static List<SentLabel> ReadMany(ref Utf8JsonReader reader)
    {
        List<SentLabel> labels = [];
        WireJson.EnterArray(ref reader, "labels");
        while (WireJson.NextItem(ref reader))
        {
            if (reader.TokenType != JsonTokenType.StartObject) { throw WireErrors.Wrong("labels", "an array of objects, each with 'id' and 'label'"); }
            if (labels.Count == MaxLabels) { throw WireErrors.Wrong("labels", $"an array of at most {MaxLabels} labels; send the others apart"); }
            Draft draft = default;
            while (WireJson.NextMember(ref reader)) { draft.Read(ref reader); }
            labels.Add(draft.Finish(labels.Count));
        }

        return labels;
    }

    /// <summary>What was read of a label so far.</summary>
    private struct Draft
    {
        public string? Id;
        public double? Label;
        public string? Version;

        public void Read(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                WireJson.Once(Id is not null, "id");
                Id = WireJson.ReadText(ref reader, "id");
            }
            else if (reader.ValueTextEquals("label"u8))
            {
                WireJson.Once(Label is not null, "label");
                Label = ReadLabel(ref reader);
            }
            else if (reader.ValueTextEquals("version"u8))
            {
                WireJson.Once(Version is not null, "version");
                Version = WireJson.ReadOptionalText(ref reader, "version");
            }
            else
            {
                throw WireErrors.Wrong("a label", "an object of 'id', 'label' and 'version' only");
            }
        }

        public readonly SentLabel Finish(int? index) => Id is not null && Label is { } label
            ? new SentLabel(Id, label, Version)
            : throw WireErrors.Wrong(index is { } at ? $"labels[{at}]" : "the body", "an object with 'id' and 'label'");

        private static double ReadLabel(ref Utf8JsonReader reader)
        {
            reader.Read();
            return reader.TokenType switch
            {
                JsonTokenType.True => 1,
                JsonTokenType.False => 0,
                JsonTokenType.Number when reader.TryGetDouble(out double number) && double.IsFinite(number) => number,
                _ => throw WireErrors.Wrong("label", "a finite number, or true or false"),
            };
        }
    }
}
