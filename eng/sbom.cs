// Writes a CycloneDX 1.6 bill of materials from what NuGet restored. Called by sbom.sh: sbom.cs FILE FOLDER...
// Components are the repository's projects and the packages they hand on to whoever references them; build-only packages
// (PrivateAssets="all") are left out. The same input gives the same bytes, so that two documents can be compared.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

string file = args[0];
string[] assets = [.. args[1..].SelectMany(static folder => Directory.EnumerateFiles(folder, "project.assets.json", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];
if (assets.Length == 0)
{
    Console.Error.WriteLine($"Nothing is restored under {string.Join(", ", args[1..])}: run 'dotnet restore ModelOps.sln' first.");
    return 1;
}

SortedDictionary<string, JsonObject> components = new(StringComparer.Ordinal);
SortedDictionary<string, SortedSet<string>> dependencies = new(StringComparer.Ordinal);
foreach (string path in assets) { AddProject(JsonNode.Parse(File.ReadAllText(path))!.AsObject()); }

JsonArray graph = [.. dependencies.Select(static d => (JsonNode)new JsonObject
{
    ["ref"] = d.Key,
    ["dependsOn"] = new JsonArray([.. d.Value.Select(static on => (JsonNode)on)]),
})];
JsonObject bom = new()
{
    ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
    ["bomFormat"] = "CycloneDX",
    ["specVersion"] = "1.6",
    ["serialNumber"] = $"urn:uuid:{new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(graph.ToJsonString())).AsSpan(0, 16))}",
    ["version"] = 1,
    ["metadata"] = new JsonObject
    {
        ["component"] = new JsonObject { ["type"] = "library", ["name"] = "ModelOps", ["licenses"] = Expression("MIT") },
    },
    ["components"] = new JsonArray([.. components.Values]),
    ["dependencies"] = graph,
};
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
File.WriteAllText(file, bom.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
Console.WriteLine($"{file}: {components.Count} components");
return 0;

void AddProject(JsonObject assets)
{
    JsonObject project = assets["project"]!.AsObject();
    string self = Reference((string)project["restore"]!["projectName"]!, (string)project["version"]!);
    components.TryAdd(self, new JsonObject
    {
        ["type"] = "library",
        ["bom-ref"] = self,
        ["name"] = (string)project["restore"]!["projectName"]!,
        ["version"] = (string)project["version"]!,
        ["licenses"] = Expression("MIT"),
        ["purl"] = self,
    });
    dependencies.TryAdd(self, new(StringComparer.Ordinal));

    JsonObject target = assets["targets"]!.AsObject().First().Value!.AsObject();
    Dictionary<string, string> resolved = target.ToDictionary(static t => t.Key.Split('/')[0], static t => t.Key, StringComparer.OrdinalIgnoreCase);
    JsonObject framework = project["frameworks"]!.AsObject().First().Value!.AsObject();
    IEnumerable<string> packages = (framework["dependencies"]?.AsObject() ?? [])
        .Where(static d => (string?)d.Value!["suppressParent"] != "All").Select(static d => d.Key);
    IEnumerable<string> projects = target.Where(static t => (string?)t.Value!["type"] == "project").Select(static t => t.Key.Split('/')[0]);
    foreach (string name in packages.Concat(projects)) { Add(self, name); }

    void Add(string parent, string name)
    {
        if (!resolved.TryGetValue(name, out string? key)) { return; } // part of the framework
        string reference = Reference(key.Split('/')[0], key.Split('/')[1]);
        dependencies[parent].Add(reference);
        if (dependencies.TryAdd(reference, new(StringComparer.Ordinal)) && (string?)target[key]!["type"] == "package")
        {
            components.Add(reference, Package(assets, key, reference));
        }

        foreach (KeyValuePair<string, JsonNode?> next in target[key]!["dependencies"]?.AsObject() ?? [])
        {
            if (!(resolved.TryGetValue(next.Key, out string? nextKey) && dependencies[reference].Contains(Reference(nextKey.Split('/')[0], nextKey.Split('/')[1]))))
            {
                Add(reference, next.Key);
            }
        }
    }
}

static JsonObject Package(JsonObject assets, string key, string reference)
{
    JsonObject library = assets["libraries"]![key]!.AsObject();
    string folder = assets["packageFolders"]!.AsObject().Select(f => Path.Combine(f.Key, (string)library["path"]!)).First(Directory.Exists);
    return new JsonObject
    {
        ["type"] = "library",
        ["bom-ref"] = reference,
        ["name"] = key.Split('/')[0],
        ["version"] = key.Split('/')[1],
        ["hashes"] = new JsonArray(new JsonObject
        {
            ["alg"] = "SHA-512",
            ["content"] = Convert.ToHexStringLower(Convert.FromBase64String((string)library["sha512"]!)),
        }),
        ["licenses"] = Licences(folder),
        ["purl"] = reference,
    };
}

static JsonArray Licences(string folder)
{
    XElement metadata = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single()).Root!.Elements().First();
    XElement? licence = metadata.Elements().FirstOrDefault(static e => e.Name.LocalName == "license");
    if ((string?)licence?.Attribute("type") == "expression") { return Expression(licence!.Value); }
    if (licence is not null)
    {
        string text = Regex.Replace(File.ReadAllText(Path.Combine(folder, licence.Value.Replace('\\', '/'))), @"\s+", " ");
        return text.Contains("Permission is hereby granted, free of charge, to any person obtaining a copy", StringComparison.Ordinal)
            ? Expression("MIT")
            : Named(text[..Math.Min(text.Length, 80)].Trim());
    }

    string address = metadata.Elements().FirstOrDefault(static e => e.Name.LocalName == "licenseUrl")?.Value ?? "none given";
    return address.StartsWith("https://github.com/MiloszKrajewski/K4os.Compression.LZ4/blob/master/LICENSE", StringComparison.Ordinal) ? Expression("MIT") : Named(address); // read there
}

static JsonArray Expression(string expression) => [new JsonObject { ["expression"] = expression }];

static JsonArray Named(string name) => [new JsonObject { ["license"] = new JsonObject { ["name"] = name } }];

static string Reference(string name, string version) => $"pkg:nuget/{name}@{version}";
