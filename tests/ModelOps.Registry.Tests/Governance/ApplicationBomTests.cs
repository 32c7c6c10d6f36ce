using System.Text;
using System.Text.Json.Nodes;
using ModelOps.Registry.Governance;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Governance;

public sealed class ApplicationBomTests
{
    private const string Deps =
        """
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0/linux-x64" },
          "targets": {
            ".NETCoreApp,Version=v10.0": {},
            ".NETCoreApp,Version=v10.0/linux-x64": {
              "Library/2.0.0": { "dependencies": { "Polly.Core": "8.0.0" } },
              "App/1.0.0": { "dependencies": { "Library": "2.0.0", "Framework.Part": "10.0.0" } },
              "Polly.Core/8.0.1": { "runtime": {} }
            }
          },
          "libraries": {
            "App/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
            "Library/2.0.0": { "type": "project", "serviceable": false, "sha512": "" },
            "Polly.Core/8.0.1": { "type": "package", "serviceable": true, "sha512": "sha512-AAEC" }
          }
        }
        """;

    [Fact]
    public void Write_DepsFile_IsComponentsHashesAndWhoNeedsWhom()
    {
        JsonNode bom = JsonNode.Parse(ApplicationBom.Write(Encoding.UTF8.GetBytes(Deps)))!;

        Assert.Equal(("application", "App"), ((string)bom["metadata"]!["component"]!["type"]!, (string)bom["metadata"]!["component"]!["name"]!));
        Assert.Equal(["pkg:nuget/Library@2.0.0", "pkg:nuget/Polly.Core@8.0.1"], bom["components"]!.AsArray().Select(static c => (string)c!["bom-ref"]!));
        Assert.Equal("000102", (string)bom["components"]![1]!["hashes"]![0]!["content"]!);
        Assert.Null(bom["components"]![0]!["purl"]); // a project is no package
        Assert.Equal(["pkg:nuget/App@1.0.0>pkg:nuget/Library@2.0.0", "pkg:nuget/Library@2.0.0>pkg:nuget/Polly.Core@8.0.1", "pkg:nuget/Polly.Core@8.0.1>"],
            bom["dependencies"]!.AsArray().Select(static d => $"{d!["ref"]}>{string.Join(',', d["dependsOn"]!.AsArray())}"));
        Assert.Null(bom["metadata"]!["timestamp"]);
    }

    [Theory]
    [InlineData(CycloneDxVersion.V1_6, "1.6")]
    [InlineData(CycloneDxVersion.V1_7, "1.7")]
    public void WriteOfThisApplication_TheTests_IsValidAndTheSameEachTime(CycloneDxVersion specification, string number)
    {
        byte[] bom = ApplicationBom.WriteOfThisApplication(specification);

        Assert.Equal(bom, ApplicationBom.WriteOfThisApplication(specification));
        JsonNode json = JsonNode.Parse(bom)!;
        Assert.Equal("ModelOps.Registry.Tests", (string)json["metadata"]!["component"]!["name"]!);
        Assert.Contains("SQLitePCLRaw.core", json["components"]!.AsArray().Select(static c => (string)c!["name"]!));
        Assert.Empty(new JsonSchema(SharedFiles.Require($"k8s-schemas/jsonschema/cyclonedx/bom-{number}.schema.json")).Validate(json));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"runtimeTarget":{"name":"x"},"targets":{},"libraries":{}}""")]
    [InlineData("""{"runtimeTarget":{"name":"x"},"targets":{"x":{"A/1":{}}},"libraries":{}}""")]
    [InlineData("""{"runtimeTarget":{"name":"x"},"targets":{"x":{"A/1":{}}},"libraries":{"A/1":{"type":"package","sha512":"sha512-!"}}}""")]
    public void Write_NoDepsFile_SaysSo(string content)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ApplicationBom.Write(Encoding.UTF8.GetBytes(content)));
        Assert.Contains("no .deps.json", error.Message, StringComparison.Ordinal);
    }
}
