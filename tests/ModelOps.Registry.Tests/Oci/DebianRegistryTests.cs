using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using ModelOps.Registry.Oci;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Oci;

/// <summary>Against Debian's docker-registry, with skopeo as a second reader.</summary>
public sealed class DebianRegistryTests
{
    private static readonly (string Path, byte[] Bytes)[] Files =
    [
        ("README.md", "# Demand\n"u8.ToArray()),
        ("empty.bin", []),
        ("model.onnx", [.. Enumerable.Range(0, 200_000).Select(static i => (byte)(i * 31))]),
        ("sub/model copy.onnx", [.. Enumerable.Range(0, 200_000).Select(static i => (byte)(i * 31))]),
        ("sub/ünïcode.json", "{}"u8.ToArray()),
    ];

    [Theory]
    [InlineData(64 << 20)]
    [InlineData(64 << 10)]
    public async Task Push_ThenImport_GivesTheSameVersion(long chunkBytes)
    {
        await using OciRegistryServer server = await OciRegistryServer.CreateAsync();
        using OciBench bench = new(o => o.ChunkBytes = chunkBytes);
        ModelVersion version = await bench.RegisterAsync(Files);
        OciReference reference = OciReference.Parse($"{server.Registry}/models/demand");

        OciModel pushed = await bench.Client.PushAsync(bench.Source, version, reference);
        OciModel again = await bench.Client.PushAsync(bench.Source, version, reference);
        ModelVersion imported = await bench.Client.ImportAsync(reference.WithTag("1.2.0"), bench.Target);
        ModelVersion repeated = await bench.Client.ImportAsync(pushed.Reference, bench.Target);

        Assert.Equal(pushed.Manifest.Digest, again.Manifest.Digest);
        Assert.Equal(version.Digest, imported.Digest);
        Assert.Equal(imported.Number, repeated.Number);
        Assert.Equal(("demand", "1.2.0", "onnx", "Demand per store."), (imported.Model, imported.Version.ToString(), imported.Format, imported.Description));
        Assert.Equal((412.3, double.NaN, "200", "planning"), (imported.Metrics["mae"], imported.Metrics["bad"], imported.Parameters["trees"], imported.Tags["team"]));
        Assert.Equal(["1.2.0"], await bench.Client.ListTagsAsync(reference));
        Assert.All(version.Files, file => Assert.Contains(pushed.Layers, layer => layer.Digest == file.Digest && layer.Size == file.Size));
        Assert.Empty(bench.Leftovers);
    }

    [Fact]
    public async Task Push_ToTagWithOtherContent_IsRefusedUnlessAllowed()
    {
        await using OciRegistryServer server = await OciRegistryServer.CreateAsync();
        using OciBench bench = new();
        ModelVersion version = await bench.RegisterAsync(Files);
        OciReference reference = OciReference.Parse($"{server.Registry}/demand:live");
        await bench.Client.PushAsync(bench.Source, version, reference);

        OciException refused = await Assert.ThrowsAsync<OciException>(() => bench.Client.PushAsync(bench.Source, version, reference, new OciPushOptions { Vendor = "another" }));
        OciModel moved = await bench.Client.PushAsync(bench.Source, version, reference, new OciPushOptions { Vendor = "another", OverwriteTag = true });

        Assert.Equal((OciErrorCodes.TagConflict, ModelOpsErrorKind.Conflict), (refused.Code, refused.Kind));
        Assert.Equal(moved.Manifest.Digest, (await bench.Client.InspectAsync(reference)).Manifest.Digest);
    }

    [Fact]
    public async Task Attach_WithoutReferrersApi_IsListedByTheTagThatStandsIn()
    {
        await using OciRegistryServer server = await OciRegistryServer.CreateAsync();
        using OciBench bench = new();
        OciReference reference = OciReference.Parse($"{server.Registry}/demand:1.2.0");
        OciModel model = await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(Files), reference);
        OciAttachment bom = new() { ArtifactType = "application/vnd.cyclonedx+json", MediaType = "application/vnd.cyclonedx+json", Content = "{\"bomFormat\":\"CycloneDX\"}"u8.ToArray(), FileName = "bom.json" };
        OciAttachment signature = new() { ArtifactType = "application/vnd.dev.sigstore.bundle.v0.3+json", MediaType = "application/vnd.dev.sigstore.bundle.v0.3+json", Content = "{}"u8.ToArray(), Annotations = new Dictionary<string, string> { ["by"] = "ci" } };

        await bench.Client.AttachAsync(reference, bom);
        await Task.WhenAll(bench.Client.AttachAsync(model.Reference, signature), bench.Client.AttachAsync(model.Reference, signature));
        IReadOnlyList<OciDescriptor> all = await bench.Client.ListAttachmentsAsync(reference);
        OciDescriptor found = Assert.Single(await bench.Client.ListAttachmentsAsync(model.Reference, "application/vnd.cyclonedx+json"));
        OciAttachment read = await bench.Client.ReadAttachmentAsync(reference, found);

        Assert.Equal(2, all.Count);
        Assert.Equal(bom.Content.ToArray(), read.Content.ToArray());
        Assert.Equal(("bom.json", bom.ArtifactType, bom.MediaType), (read.FileName, read.ArtifactType, read.MediaType));
        Assert.Equal("ci", (await bench.Client.ReadAttachmentAsync(reference, all.Single(a => a.ArtifactType == signature.ArtifactType))).Annotations["by"]);
    }

    [Fact]
    public async Task Pull_TamperedBlob_IsRefusedAndLeavesNothing()
    {
        await using OciRegistryServer server = await OciRegistryServer.CreateAsync();
        using OciBench bench = new();
        OciReference reference = OciReference.Parse($"{server.Registry}/demand:1.2.0");
        OciModel model = await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(Files), reference);
        server.Tamper(model.Layers.First(static l => l.Size == 200_000).Digest);

        ArtifactDigestMismatchException error = await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => bench.Client.PullAsync(reference, bench.Folder("out")));

        Assert.Equal(model.Layers.First(static l => l.Size == 200_000).Digest, error.Expected);
        Assert.False(Directory.Exists(bench.Folder("out")));
        Assert.Empty(bench.Leftovers);
    }

    [Fact]
    public async Task Push_WithBasicAuthentication_NeedsTheRightPassword()
    {
        await using OciRegistryServer server = await OciRegistryServer.CreateAsync(password: true);
        OciReference reference = OciReference.Parse($"{server.Registry}/demand:1.2.0");
        using OciBench nobody = new();
        using OciBench wrong = new(static o => o.Credentials = static (_, _) => ValueTask.FromResult<OciCredentials?>(OciCredentials.FromPassword("tester", "wrong")));
        using OciBench right = new(static o => o.Credentials = static (_, _) => ValueTask.FromResult<OciCredentials?>(OciCredentials.FromPassword("tester", "testing")));

        Assert.Equal(OciErrorCodes.AccessDenied, (await Assert.ThrowsAsync<OciException>(() => nobody.Client.ListTagsAsync(reference))).Code);
        OciException refused = await Assert.ThrowsAsync<OciException>(() => wrong.Client.ListTagsAsync(reference));
        await right.Client.PushAsync(right.Source, await right.RegisterAsync(Files), reference);

        Assert.Equal((OciErrorCodes.AccessDenied, 401), (refused.Code, refused.Status));
        Assert.DoesNotContain("wrong", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(["1.2.0"], await right.Client.ListTagsAsync(reference));
    }

    [Fact]
    public async Task Missing_RepositoryOrTag_IsNotFound()
    {
        await using OciRegistryServer server = await OciRegistryServer.CreateAsync();
        using OciBench bench = new();
        OciReference reference = OciReference.Parse($"{server.Registry}/nothing:1");

        Assert.Equal(OciErrorCodes.NotFound, (await Assert.ThrowsAsync<OciException>(() => bench.Client.InspectAsync(reference))).Code);
        Assert.Equal(OciErrorCodes.NotFound, (await Assert.ThrowsAsync<OciException>(() => bench.Client.ListTagsAsync(reference))).Code);
    }

    [Fact]
    public async Task Push_ReadBySkopeo_IsWhatTheSpecificationSays()
    {
        string skopeo = ServerProcess.Require("skopeo", "skopeo");
        await using OciRegistryServer server = await OciRegistryServer.CreateAsync();
        using OciBench bench = new();
        OciReference reference = OciReference.Parse($"{server.Registry}/models/demand:1.2.0");
        OciModel model = await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(Files), reference, new OciPushOptions { Authors = { "Planning" }, Licenses = { "MIT" }, Precision = "float32" });

        byte[] raw = await RunAsync(skopeo, "inspect", "--raw", "--tls-verify=false", $"docker://{reference}");
        JsonNode manifest = JsonNode.Parse(raw)!;
        JsonNode config = JsonNode.Parse(await RunAsync(skopeo, "inspect", "--raw", "--config", "--tls-verify=false", $"docker://{reference}"))!;

        Assert.Equal(model.Manifest.Digest, "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(raw)));
        Assert.Equal("application/vnd.cncf.model.manifest.v1+json", (string?)manifest["artifactType"]);
        Assert.Equal("application/vnd.cncf.model.config.v1+json", (string?)manifest["config"]!["mediaType"]);
        Assert.Equal("application/vnd.cncf.model.weight.v1.raw", (string?)manifest["layers"]![2]!["mediaType"]);
        Assert.Equal("application/vnd.cncf.model.doc.v1.raw", (string?)manifest["layers"]![0]!["mediaType"]);
        Assert.Equal("model.onnx", (string?)manifest["layers"]![2]!["annotations"]!["org.cncf.model.filepath"]);
        Assert.Equal(48, (int)JsonNode.Parse((string)manifest["layers"]![2]!["annotations"]!["org.cncf.model.file.metadata+json"]!)!["typeflag"]!);
        Assert.Empty(new JsonSchema(SharedFiles.Require("k8s-schemas/jsonschema/modelpack/config-schema.json")).Validate(config));
        Assert.Equal(5, config["modelfs"]!["diffIds"]!.AsArray().Count);
    }

    private static async Task<byte[]> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using MemoryStream output = new();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return Encoding.UTF8.GetString(output.ToArray()).Length == 0 ? [] : output.ToArray();
    }
}
