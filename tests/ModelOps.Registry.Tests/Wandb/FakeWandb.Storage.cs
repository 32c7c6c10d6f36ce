using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ModelOps.Registry.Tests.Wandb;

// Uploads to signed addresses, whole and in parts.
internal sealed partial class FakeWandb
{
    private readonly Dictionary<string, (string Md5, string Signature)> _signed = [];
    private readonly Dictionary<string, SortedDictionary<long, byte[]>> _parts = [];
    private int _signatures;

    /// <summary>Content by its MD5 in base64.</summary>
    public Dictionary<string, byte[]> Objects { get; } = [];

    /// <summary>Where uploads go, when not to this server.</summary>
    public string? StoreAddress { get; set; }

    private JsonNode CreateFiles(JsonElement variables)
    {
        if (Text(variables, "storageLayout") != "V2") { throw new InvalidOperationException("layout"); }
        JsonArray edges = [];
        foreach (JsonElement spec in variables.GetProperty("artifactFiles").EnumerateArray())
        {
            FakeWandbArtifact artifact = Find(spec);
            if (Text(spec, "artifactManifestID") != "manifest-of-" + artifact.Id) { throw new InvalidOperationException("manifest"); }
            string md5 = Text(spec, "md5")!;
            artifact.Files[Text(spec, "name")!] = md5;
            FakeWandbArtifact first = Artifacts.Find(a => Objects.ContainsKey(md5) && a.Files.ContainsValue(md5)) ?? artifact;
            JsonObject node = new() { ["storagePath"] = "path/" + md5, ["uploadUrl"] = null, ["uploadHeaders"] = null, ["uploadMultipartUrls"] = null, ["artifact"] = new JsonObject { ["id"] = first.Id } };
            string place = Uri.EscapeDataString(md5);
            if (Objects.ContainsKey(md5))
            {
                // It has it.
            }
            else if (spec.TryGetProperty("uploadPartsInput", out JsonElement parts))
            {
                _parts.TryAdd("upload-" + md5, []);
                node["uploadMultipartUrls"] = new JsonObject
                {
                    ["uploadID"] = "upload-" + md5,
                    ["uploadUrlParts"] = new JsonArray([.. parts.EnumerateArray().Select(p => (JsonNode)new JsonObject
                    {
                        ["partNumber"] = p.GetProperty("partNumber").GetInt64(),
                        ["uploadUrl"] = Sign($"{place}/{p.GetProperty("partNumber").GetInt64()}", Convert.ToBase64String(Convert.FromHexString(Text(p, "hexMD5")!)), false).Url,
                    })]),
                };
                (node["uploadUrl"], node["uploadHeaders"]) = ("ignored", new JsonArray("Content-Type:application/x-model"));
            }
            else
            {
                (node["uploadUrl"], node["uploadHeaders"]) = Sign(place, md5);
            }

            edges.Add(new JsonObject { ["node"] = node });
        }

        return new JsonObject { ["createArtifactFiles"] = new JsonObject { ["files"] = new JsonObject { ["edges"] = edges } } };
    }

    private (string Url, JsonArray? Headers) Sign(string place, string md5, bool hasHeaders = true)
    {
        string signature = $"signature-{++_signatures}";
        _signed[signature] = (md5, hasHeaders ? signature : "");
        return ($"{StoreAddress ?? Address.ToString()}storage/{place}?signature={signature}", hasHeaders ? new JsonArray("Content-MD5:" + md5, "X-Signed: " + signature) : null);
    }

    private int Put(HttpContext context, byte[] body)
    {
        string? signature = context.Request.Query["signature"];
        if (signature is null || !_signed.TryGetValue(signature, out (string Md5, string Signature) signed)) { return 403; }
        if (context.Request.Headers["X-Signed"].ToString() != signed.Signature) { return 403; }
        if (Md5(body) != signed.Md5 || context.Request.Headers.ContentMD5 != signed.Md5 || context.Request.ContentLength != body.Length) { return 400; }
        context.Response.Headers.ETag = $"\"{Convert.ToHexStringLower(MD5.HashData(body))}\"";
        string[] place = context.Request.Path.Value!["/storage/".Length..].Split('/');
        if (place is [_, "manifest"]) { Artifacts.Single(a => a.Id == place[0]).Manifest = body; }
        else if (signed.Signature.Length > 0) { Objects[signed.Md5] = body; }
        else { _parts["upload-" + Uri.UnescapeDataString(place[^2])][long.Parse(place[^1], null)] = body; }
        return 200;
    }

    private JsonNode? Complete(JsonElement variables)
    {
        Find(variables);
        SortedDictionary<long, byte[]> parts = _parts[Text(variables, "uploadID")!];
        string md5 = Text(variables, "storagePath")!["path/".Length..];
        (long, string)[] said = [.. variables.GetProperty("completedParts").EnumerateArray().Select(static p => (p.GetProperty("partNumber").GetInt64(), Text(p, "hexMD5")!))];
        if (Text(variables, "completeMultipartAction") != "Complete" || !said.SequenceEqual(parts.Select(static p => (p.Key, $"\"{Convert.ToHexStringLower(MD5.HashData(p.Value))}\"")))) { return null; }
        byte[] whole = [.. parts.Values.SelectMany(static p => p)];
        if (Md5(whole) != md5) { return null; }
        Objects[md5] = whole;
        return new JsonObject { ["completeMultipartUploadArtifact"] = new JsonObject { ["digest"] = md5 } };
    }
}
