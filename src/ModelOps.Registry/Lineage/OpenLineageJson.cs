using System.Buffers;
using System.Text.Json;

namespace ModelOps.Registry.Lineage;

/// <summary>Writes events as OpenLineage 2-0-2 has them.</summary>
internal static class OpenLineageJson
{
    private const string Spec = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/";

    public static byte[] Write(LineageEvent entry, string ownNamespace, string producer)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            OpenLineageFacets facets = new(json, producer);
            json.WriteStartObject();
            json.WriteString("eventType", NameOf(entry.Type));
            json.WriteString("eventTime", Governance.VersionFacts.Time(entry.At));
            json.WriteStartObject("run");
            json.WriteString("runId", entry.RunId);
            json.WriteStartObject("facets");
            facets.WriteRun(entry, ownNamespace);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("job");
            json.WriteString("namespace", entry.Namespace ?? ownNamespace);
            json.WriteString("name", entry.Job);
            json.WriteStartObject("facets");
            facets.WriteJob(entry);
            json.WriteEndObject();
            json.WriteEndObject();
            WriteDatasets("inputs", entry.Inputs, "inputFacets", facets.WriteInput);
            WriteDatasets("outputs", entry.Outputs, "outputFacets", facets.WriteOutput);
            json.WriteString("producer", producer);
            json.WriteString("schemaURL", Spec + "RunEvent");
            json.WriteEndObject();

            void WriteDatasets(string side, IReadOnlyList<LineageDataset> datasets, string sideFacets, Action<LineageDataset> writeSide)
            {
                json.WriteStartArray(side);
                foreach (LineageDataset dataset in datasets)
                {
                    json.WriteStartObject();
                    json.WriteString("namespace", dataset.Namespace ?? ownNamespace);
                    json.WriteString("name", dataset.Name);
                    json.WriteStartObject("facets");
                    facets.WriteDataset(dataset);
                    json.WriteEndObject();
                    json.WriteStartObject(sideFacets);
                    writeSide(dataset);
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static string NameOf(LineageEventType type) => type switch
    {
        LineageEventType.Start => "START",
        LineageEventType.Running => "RUNNING",
        LineageEventType.Complete => "COMPLETE",
        LineageEventType.Abort => "ABORT",
        LineageEventType.Fail => "FAIL",
        LineageEventType.Other => "OTHER",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
