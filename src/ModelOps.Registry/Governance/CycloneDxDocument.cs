using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelOps.Registry.Governance;

/// <summary>The frame of a CycloneDX document in JSON. The same content gives the same bytes: its serial number is made of the content, and it has no
/// time of its own.</summary>
internal sealed class CycloneDxDocument
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly SortedDictionary<string, JsonObject> _components = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<string>> _dependencies = new(StringComparer.Ordinal);

    /// <summary>Adds a component under its <c>bom-ref</c>; false when it is there already.</summary>
    public bool Add(JsonObject component) => _components.TryAdd((string)component["bom-ref"]!, component);

    public void Depend(string reference, params IEnumerable<string> on)
    {
        if (!_dependencies.TryGetValue(reference, out SortedSet<string>? set)) { _dependencies.Add(reference, set = new(StringComparer.Ordinal)); }
        set.UnionWith(on);
    }

    public byte[] Write(CycloneDxVersion version, JsonObject root, DateTimeOffset? at)
    {
        string number = version switch
        {
            CycloneDxVersion.V1_6 => "1.6",
            CycloneDxVersion.V1_7 => "1.7",
            _ => throw new ArgumentOutOfRangeException(nameof(version), version, "Use 1.6 or 1.7."),
        };
        JsonObject metadata = new() { ["component"] = root };
        if (at is { } time) { metadata.Insert(0, "timestamp", VersionFacts.Time(time)); }
        JsonObject bom = new()
        {
            ["$schema"] = $"http://cyclonedx.org/schema/bom-{number}.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = number,
            ["version"] = 1,
            ["metadata"] = metadata,
            ["components"] = new JsonArray([.. _components.Values]),
            ["dependencies"] = new JsonArray([.. _dependencies.Select(static d => (JsonNode)new JsonObject
            {
                ["ref"] = d.Key,
                ["dependsOn"] = Texts(d.Value),
            })]),
        };
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(bom.ToJsonString()));
        bom.Insert(3, "serialNumber", $"urn:uuid:{SerialNumber(hash)}");
        return Encoding.UTF8.GetBytes(bom.ToJsonString(Indented) + "\n");
    }

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(static t => (JsonNode?)JsonValue.Create(t))]);

    public static JsonObject Hash(string algorithm, string hex) => new() { ["alg"] = algorithm, ["content"] = hex };

    public static JsonArray Licenses(IReadOnlyList<string> licenses) => licenses is [var one] && LicenseNames.IsExpression(one)
        ? new JsonArray(new JsonObject { ["expression"] = one })
        : new JsonArray([.. licenses.Select(static l => (JsonNode)new JsonObject { ["license"] = new JsonObject { ["name"] = l } })]);

    public static JsonArray Properties(IEnumerable<KeyValuePair<string, string>> properties) => new([.. properties
        .OrderBy(static p => p.Key, StringComparer.Ordinal)
        .Select(static p => (JsonNode)new JsonObject { ["name"] = p.Key, ["value"] = p.Value })]);

    /// <summary>A UUID of version 8, whose bits are the maker's own, from a hash.</summary>
    private static Guid SerialNumber(byte[] hash)
    {
        Span<byte> bytes = hash.AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
