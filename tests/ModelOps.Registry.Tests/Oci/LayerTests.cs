using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ModelOps.Registry.Oci;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Oci;

/// <summary>Archives as others pack them, read through the whole client; the archives are written by .NET's own writer.</summary>
public sealed class LayerTests
{
    private const string KitConfig = "application/vnd.kitops.modelkit.config.v1+json";
    private const string KitModel = "application/vnd.kitops.modelkit.model.v1.tar";

    [Theory]
    [InlineData(false, TarEntryFormat.Pax)]
    [InlineData(true, TarEntryFormat.Pax)]
    [InlineData(true, TarEntryFormat.Gnu)]
    [InlineData(false, TarEntryFormat.Ustar)]
    [InlineData(false, TarEntryFormat.V7)]
    public async Task Import_KitOpsKit_IsRegistered(bool gzip, TarEntryFormat format)
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new();
        string deep = format is TarEntryFormat.Pax or TarEntryFormat.Gnu ? $"model/{new string('d', 120)}/{new string('e', 120)}.txt" : "model/notes.txt";
        byte[] model = Tar(format, ("model/", TarEntryType.Directory, ""), ("./model/model.onnx", TarEntryType.RegularFile, "weights"), (deep, TarEntryType.RegularFile, new string('n', 1000)));
        byte[] docs = Tar(format, ("README.md", TarEntryType.RegularFile, "# kit"));
        Push(registry, KitConfig, "{\"manifestVersion\":\"1.0\",\"package\":{\"name\":\"demand\",\"version\":\"2.1.0\",\"description\":\"A kit\"},\"model\":{\"path\":\"model\",\"format\":\"ONNX\"},\"code\":[{\"path\":\"x\"}]}", [],
            (KitModel + (gzip ? "+gzip" : ""), gzip ? GZip(model) : model), ("application/vnd.kitops.modelkit.docs.v1.tar", docs));

        ModelVersion version = await bench.Client.ImportAsync(OciReference.Parse($"{registry.Registry}/kits/demand:1"), bench.Target);
        ModelPackage package = await bench.Target.FetchAsync(version);

        Assert.Equal(("demand", "2.1.0", "onnx", "A kit"), (version.Model, version.Version.ToString(), version.Format, version.Description));
        Assert.Equal(new[] { "README.md", deep, "model/model.onnx" }.Order(StringComparer.Ordinal), version.Files.Select(static f => f.Path).Order(StringComparer.Ordinal));
        Assert.Equal("weights", await File.ReadAllTextAsync(Path.Combine(package.Directory, "model", "model.onnx")));
    }

    [Fact]
    public async Task Import_ModelPackArchive_ChecksDiffIds()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new();
        byte[] tar = Tar(TarEntryFormat.Pax, ("model.onnx", TarEntryType.RegularFile, "weights"));
        string Config(string diffId) => $"{{\"descriptor\":{{\"name\":\"demand\",\"datasetsURL\":[\"https://x\"]}},\"config\":{{\"format\":\"onnx\"}},\"modelfs\":{{\"type\":\"layers\",\"diffIds\":[\"{diffId}\"]}}}}";
        OciReference reference = OciReference.Parse($"{registry.Registry}/kits/demand:1");

        Push(registry, "application/vnd.cncf.model.config.v1+json", Config(DigestOf(GZip(tar))), [], ("application/vnd.cncf.model.weight.v1.tar+gzip", GZip(tar)));
        OciException refused = await Assert.ThrowsAsync<OciException>(() => bench.Client.ImportAsync(reference, bench.Target));
        Push(registry, "application/vnd.cncf.model.config.v1+json", Config(DigestOf(tar)), [], ("application/vnd.cncf.model.weight.v1.tar+gzip", GZip(tar)));
        ModelVersion version = await bench.Client.ImportAsync(reference, bench.Target);

        Assert.Equal(OciErrorCodes.ArtifactInvalid, refused.Code);
        Assert.Equal("model.onnx", Assert.Single(version.Files).Path);
        Assert.Empty(bench.Leftovers);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("/etc/evil")]
    [InlineData("a\\..\\evil")]
    [InlineData("C:evil")]
    [InlineData("a//b")]
    [InlineData("nul")]
    [InlineData("trailing.")]
    public async Task Pull_PathLeadsOut_IsRefused(string path) => await RefusedAsync(Tar(TarEntryFormat.Pax, ("ok.onnx", TarEntryType.RegularFile, "x"), (path, TarEntryType.RegularFile, "x")));

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    public async Task Pull_LinkOrDevice_IsRefused(TarEntryType type) => await RefusedAsync(Tar(TarEntryFormat.Pax, ("model.onnx", TarEntryType.RegularFile, "x"), ("link", type, "")));

    [Fact]
    public async Task Pull_SamePathTwiceOrByCase_IsRefused()
    {
        await RefusedAsync(Tar(TarEntryFormat.Pax, ("a", TarEntryType.RegularFile, "x"), ("a", TarEntryType.RegularFile, "y")));
        await RefusedAsync(Tar(TarEntryFormat.Pax, ("a", TarEntryType.RegularFile, "x"), ("A", TarEntryType.RegularFile, "y")));
        await RefusedAsync(Tar(TarEntryFormat.Pax, ("a", TarEntryType.RegularFile, "x"), ("a/b", TarEntryType.RegularFile, "y")));
        await RefusedAsync(Tar(TarEntryFormat.Pax, ("a/b", TarEntryType.RegularFile, "x"), ("a", TarEntryType.RegularFile, "y")));
    }

    [Fact]
    public async Task Pull_Bomb_IsRefusedBeforeItIsUnpacked()
    {
        using MemoryStream bomb = new();
        using (GZipStream gzip = new(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            PaxTarEntry entry = new(TarEntryType.RegularFile, "model.onnx") { DataStream = new MemoryStream(new byte[400 << 20]) };
            using TarWriter writer = new(gzip, leaveOpen: true);
            writer.WriteEntry(entry);
        }

        await RefusedAsync(bomb.ToArray(), "+gzip");
        await RefusedAsync(Tar(TarEntryFormat.Pax, ("model.onnx", TarEntryType.RegularFile, new string('x', 2000))), "", static o => o.MaxModelBytes = 1999);
    }

    [Fact]
    public async Task Pull_HostilePax_IsRefusedWithoutTakingItIntoMemory()
    {
        byte[] header = Tar(TarEntryFormat.Pax, ("name that is not ascii ü", TarEntryType.RegularFile, "x"))[..512];
        Assert.Equal((byte)'x', header[156]);
        "77777777777\0"u8.CopyTo(header.AsSpan(124)); // 8 GiB of extended header
        header.AsSpan(148, 8).Fill((byte)' ');
        int sum = header.Sum(static b => b);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header.AsSpan(148));

        Assert.InRange(await Allocations.FewestOfProcessAsync(() => RefusedAsync(header), rounds: 5), 0, 64 << 20);
    }

    [Fact]
    public async Task Pull_CutOrGarbage_IsRefused()
    {
        byte[] tar = Tar(TarEntryFormat.Pax, ("model.onnx", TarEntryType.RegularFile, new string('x', 2000)));
        byte[] flipped = [.. tar];
        flipped[3] ^= 1;

        await RefusedAsync(tar[..1300]);
        await RefusedAsync(tar[..300]);
        await RefusedAsync(flipped);
        await RefusedAsync([1, 2, 3], "+gzip");
        await RefusedAsync(GZip(tar)[..100], "+gzip");
        await RefusedAsync([1, 2, 3], "+zstd");
        await RefusedAsync(Zstd(tar)[..^20], "+zstd");
        await RefusedAsync([.. Zstd(tar), 1, 2, 3, 4, 5], "+zstd");
    }

    [Fact]
    public async Task Import_ZstdLayers_AreUnpackedAndChecked()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new();
        byte[] tar = Tar(TarEntryFormat.Pax, ("model.onnx", TarEntryType.RegularFile, string.Concat(Enumerable.Range(0, 40_000).Select(static i => i.ToString(CultureInfo.InvariantCulture)))));
        string config = $"{{\"descriptor\":{{\"name\":\"demand\"}},\"config\":{{\"format\":\"onnx\"}},\"modelfs\":{{\"type\":\"layers\",\"diffIds\":[\"{DigestOf(tar)}\"]}}}}";
        OciReference reference = OciReference.Parse($"{registry.Registry}/kits/demand:1");

        Push(registry, "application/vnd.cncf.model.config.v1+json", config, [], ("application/vnd.cncf.model.weight.v1.tar+zstd", Zstd(tar)));
        ModelVersion version = await bench.Client.ImportAsync(reference, bench.Target);
        Push(registry, KitConfig, "{\"manifestVersion\":\"1.0\",\"package\":{\"name\":\"kit\",\"version\":\"2.1.0\"},\"model\":{\"path\":\"model\",\"format\":\"ONNX\"}}", [], (KitModel + "+zstd", Zstd(tar)));
        ModelVersion kit = await bench.Client.ImportAsync(reference, bench.Target);

        Assert.Equal("model.onnx", Assert.Single(version.Files).Path);
        Assert.Equal(version.Files[0].Digest, Assert.Single(kit.Files).Digest);
        Assert.Empty(bench.Leftovers);
    }

    [Fact]
    public async Task Pull_ZstdBomb_StopsAtItsBound()
    {
        // Some kilobytes once packed; unpacked more than the free bytes and two hundred times its size.
        using MemoryStream tar = new();
        using (TarWriter writer = new(tar, TarEntryFormat.Pax, leaveOpen: true)) { writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "model.onnx") { DataStream = new MemoryStream(new byte[96 << 20]) }); }
        byte[] bomb = Zstd(tar.ToArray());

        Assert.Contains("unpacks to far more than it should", (await RefusedAsync(bomb, "+zstd")).Message, StringComparison.Ordinal);
        await RefusedAsync(bomb, "+zstd", static o => o.MaxModelBytes = 1 << 20);
    }

    [Fact]
    public async Task Pull_ZstdWindowOf2GiB_IsRefusedBeforeItIsAllocated()
    {
        // A frame header (RFC 8878, 3.1.1): magic, no flags, a window descriptor of exponent 21, that is 2^31 bytes; then a raw last block of one byte.
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 21 << 3, 0x09, 0x00, 0x00, 0x00];

        Assert.Contains("memory", (await RefusedAsync(frame, "+zstd")).Message, StringComparison.Ordinal);
    }

    private static async Task<OciException> RefusedAsync(byte[] layer, string suffix = "", Action<OciOptions>? configure = null)
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new(configure);
        Push(registry, KitConfig, "{}", [], (KitModel + suffix, layer));

        OciException error = await Assert.ThrowsAsync<OciException>(() => bench.Client.PullAsync(OciReference.Parse($"{registry.Registry}/kits/demand:1"), bench.Folder("out")));

        Assert.Equal(OciErrorCodes.ArtifactInvalid, error.Code);
        Assert.False(Directory.Exists(bench.Folder("out")));
        Assert.Empty(bench.Leftovers);
        return error;
    }

    private static void Push(FakeRegistry registry, string configType, string config, JsonObject annotations, params (string Type, byte[] Bytes)[] layers)
    {
        JsonObject Describe(string type, byte[] bytes) => new() { ["mediaType"] = type, ["digest"] = registry.Add(bytes), ["size"] = bytes.Length };
        registry.AddManifest("kits/demand", "1", new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.manifest.v1+json",
            ["config"] = Describe(configType, Encoding.UTF8.GetBytes(config)),
            ["layers"] = new JsonArray([.. layers.Select(l => Describe(l.Type, l.Bytes))]),
            ["annotations"] = annotations,
        });
    }

    private static string DigestOf(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] GZip(byte[] bytes)
    {
        using MemoryStream result = new();
        using (GZipStream gzip = new(result, CompressionLevel.Fastest, leaveOpen: true)) { gzip.Write(bytes); }
        return result.ToArray();
    }

    private static byte[] Zstd(byte[] bytes)
    {
        using ZstdSharp.Compressor compressor = new(3);
        return compressor.Wrap(bytes).ToArray();
    }

    private static byte[] Tar(TarEntryFormat format, params (string Path, TarEntryType Type, string Content)[] entries)
    {
        using MemoryStream result = new();
        using (TarWriter writer = new(result, format, leaveOpen: true))
        {
            foreach ((string path, TarEntryType type, string content) in entries)
            {
                TarEntryType actual = format == TarEntryFormat.V7 && type == TarEntryType.RegularFile ? TarEntryType.V7RegularFile : type;
                TarEntry entry = format switch
                {
                    TarEntryFormat.Pax => new PaxTarEntry(actual, path),
                    TarEntryFormat.Gnu => new GnuTarEntry(actual, path),
                    TarEntryFormat.Ustar => new UstarTarEntry(actual, path),
                    _ => new V7TarEntry(actual, path),
                };
                if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink) { entry.LinkName = "/etc/passwd"; }
                if (type == TarEntryType.RegularFile) { entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)); }
                writer.WriteEntry(entry);
            }
        }

        return result.ToArray();
    }
}
