using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelOps.Registry.Governance;

/// <summary>The bill of materials of a .NET application as CycloneDX JSON: the packages it was published with, from its <c>.deps.json</c>.</summary>
public static class ApplicationBom
{
    /// <summary>Writes the bill of materials of the application that runs.</summary>
    /// <param name="specification">Version of CycloneDX.</param>
    /// <returns>JSON in UTF-8; the same file gives the same bytes.</returns>
    /// <exception cref="InvalidOperationException">The application has no <c>.deps.json</c>, as one compiled ahead of time has none.</exception>
    public static byte[] WriteOfThisApplication(CycloneDxVersion specification = CycloneDxVersion.V1_6)
    {
        string? file = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(Path.PathSeparator, ';').FirstOrDefault(static f => f.Length > 0 && File.Exists(f));
        return file is null
            ? throw new InvalidOperationException($"This application has no .deps.json. Keep the one of its build, and write from that with {nameof(ApplicationBom)}.{nameof(Write)}.")
            : Write(File.ReadAllBytes(file), specification);
    }

    /// <summary>Writes the bill of materials that a <c>.deps.json</c> tells.</summary>
    /// <param name="deps">Content of the file.</param>
    /// <param name="specification">Version of CycloneDX.</param>
    /// <returns>JSON in UTF-8; the same content gives the same bytes. Licences, which the file does not tell, are left out.</returns>
    /// <exception cref="ArgumentException">The content is no such file.</exception>
    public static byte[] Write(ReadOnlyMemory<byte> deps, CycloneDxVersion specification = CycloneDxVersion.V1_6)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(deps);
            JsonElement root = document.RootElement;
            string target = root.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
            return Write(root.GetProperty("targets").GetProperty(target), root.GetProperty("libraries"), specification);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ArgumentException("The content is no .deps.json of a .NET application. Name the file that 'dotnet publish' wrote beside the application.", nameof(deps), error);
        }
    }

    private static byte[] Write(JsonElement target, JsonElement libraries, CycloneDxVersion specification)
    {
        CycloneDxDocument document = new();
        Dictionary<string, string> keys = target.EnumerateObject().ToDictionary(static l => l.Name.Split('/')[0], static l => l.Name, StringComparer.OrdinalIgnoreCase);
        HashSet<string> needed = new(StringComparer.Ordinal);
        JsonObject? application = null;
        foreach (JsonProperty library in target.EnumerateObject())
        {
            string[] on = [.. Dependencies(library.Value).Where(keys.ContainsKey).Select(name => keys[name])];
            needed.UnionWith(on);
            document.Depend(Reference(library.Name), on.Select(Reference));
        }

        foreach (JsonProperty library in target.EnumerateObject())
        {
            JsonElement facts = libraries.GetProperty(library.Name);
            bool isProject = facts.GetProperty("type").GetString() == "project";
            JsonObject component = Component(library.Name, facts);
            if (isProject && application is null && !needed.Contains(library.Name))
            {
                component["type"] = "application";
                application = component;
            }
            else { document.Add(component); }
        }

        return document.Write(specification, application ?? throw new FormatException("There is no project that no other needs."), at: null);
    }

    private static IEnumerable<string> Dependencies(JsonElement library) =>
        library.TryGetProperty("dependencies", out JsonElement dependencies) ? dependencies.EnumerateObject().Select(static d => d.Name) : [];

    private static JsonObject Component(string key, JsonElement facts)
    {
        JsonObject component = new()
        {
            ["type"] = "library",
            ["bom-ref"] = Reference(key),
            ["name"] = key.Split('/')[0],
            ["version"] = key.Split('/')[1],
        };
        if (facts.TryGetProperty("sha512", out JsonElement hash) && hash.GetString() is { } text && text.StartsWith("sha512-", StringComparison.Ordinal))
        {
            component["hashes"] = new JsonArray(CycloneDxDocument.Hash("SHA-512", Convert.ToHexStringLower(Convert.FromBase64String(text["sha512-".Length..]))));
        }

        if (facts.GetProperty("type").GetString() == "package") { component["purl"] = Reference(key); }
        return component;
    }

    private static string Reference(string key) => $"pkg:nuget/{key.Split('/')[0]}@{key.Split('/')[1]}";
}
