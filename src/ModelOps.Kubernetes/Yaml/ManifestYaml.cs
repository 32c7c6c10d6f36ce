using System.Text.Json;
using k8s;
using k8s.Models;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ModelOps.Kubernetes.Yaml;

/// <summary>Writes Kubernetes objects as YAML, field by field in the order of their JSON form.</summary>
internal static class ManifestYaml
{
    private static readonly EmitterSettings Settings =
        new(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, newLine: "\n");

    internal static string Write(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects)
    {
        using StringWriter text = new() { NewLine = "\n" };
        Emitter emitter = new(text, Settings);
        emitter.Emit(new StreamStart());
        for (int i = 0; i < objects.Count; i++)
        {
            emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: i == 0));
            Write(emitter, ManifestJson.ToElement(objects[i]));
            emitter.Emit(new DocumentEnd(isImplicit: true));
        }
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart());
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    WriteString(emitter, property.Name);
                    Write(emitter, property.Value);
                }
                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (JsonElement item in value.EnumerateArray()) { Write(emitter, item); }
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                WriteString(emitter, value.GetString()!);
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value.GetRawText(), ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));
                break;
        }
    }

    private static void WriteString(Emitter emitter, string text) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, YamlScalar.StyleOf(text), isPlainImplicit: true, isQuotedImplicit: true));
}
