using ModelOps.Registry.Oci;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Oci;

[Collection(nameof(ReadmeTests))]
public sealed class OciGuideTests : IDisposable
{
    private readonly CurrentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Guide_Followed_PushesPullsAndAttaches()
    {
        await using FakeRegistry fake = await FakeRegistry.StartAsync();
        using OciBench bench = new();
        Directory.CreateDirectory("out");
        ModelVersion version = await bench.RegisterAsync(("model.onnx", [1, 2, 3]));
        await bench.Source.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = version.Number });
        List<byte[]> seen = [];

        ModelVersion imported = await UseAsync(bench.Source, bench.Target, fake.Registry, "secret", "{}"u8.ToArray(), content => seen.Add(content.ToArray()));

        Assert.Equal(version.Digest, imported.Digest);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync("out/demand/model.onnx"));
        Assert.Equal("{}"u8.ToArray(), Assert.Single(seen));
    }

    private static async Task<ModelVersion> UseAsync(
        IModelRegistry registry, IModelRegistry other, string host, string password, byte[] bom, Action<ReadOnlyMemory<byte>> check)
    {
        // <snippet:docs/guides/oci.md#1>
        using OciModelClient oci = new(new OciOptions
        {
            Credentials = (host, cancellationToken) => ValueTask.FromResult<OciCredentials?>(OciCredentials.FromPassword("ci", password)),
        }); // in a host: AddModelOps().AddOciRegistries()

        ModelVersion version = await registry.ResolveAsync(ModelReference.Parse("demand@champion"));
        OciModel pushed = await oci.PushAsync(registry, version, OciReference.Parse($"{host}/models/demand")); // tag: its semantic version

        await oci.PullAsync(pushed.Reference, "out/demand");                         // files into a new folder
        ModelVersion same = await oci.ImportAsync(pushed.Reference, other);          // into another registry, with the same digest
        IReadOnlyList<string> tags = await oci.ListTagsAsync(pushed.Reference);
        // </snippet>

        Assert.Equal(["1.2.0"], tags);

        // <snippet:docs/guides/oci.md#2>
        await oci.AttachAsync(pushed.Reference, new OciAttachment
        {
            ArtifactType = "application/vnd.cyclonedx+json",
            MediaType = "application/vnd.cyclonedx+json",
            Content = bom,
        });

        foreach (OciDescriptor found in await oci.ListAttachmentsAsync(pushed.Reference, "application/vnd.cyclonedx+json"))
        {
            OciAttachment attachment = await oci.ReadAttachmentAsync(pushed.Reference, found);
            check(attachment.Content);
        }
        // </snippet>

        return same;
    }
}
