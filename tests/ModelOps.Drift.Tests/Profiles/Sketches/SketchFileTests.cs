using CsCheck;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Profiles.Sketches;

namespace ModelOps.Drift.Tests.Profiles.Sketches;

public sealed class SketchFileTests
{
    private static readonly (byte[] Bytes, Action<byte[]> Read)[] Files = Make();

    [Fact]
    public void Read_TruncatedAnywhere_IsRefused() => Assert.All(Files, static file =>
    {
        for (int length = 0; length < file.Bytes.Length; length += 1 + (file.Bytes.Length / 200))
        {
            Assert.Throws<DriftProfileFormatException>(() => file.Read(file.Bytes[..length]));
        }
    });

    [Fact]
    public void Read_AnyBitFlipped_IsRefused() =>
        Gen.Select(Gen.Int[0, Files.Length - 1], Gen.Int[0, int.MaxValue], Gen.Int[0, 7]).Sample((file, at, bit) =>
        {
            byte[] damaged = [.. Files[file].Bytes];
            damaged[at % damaged.Length] ^= (byte)(1 << bit);
            Assert.Throws<DriftProfileFormatException>(() => Files[file].Read(damaged));
        }, iter: 1000);

    // With a right checksum the content itself must be checked.
    [Fact]
    public void Read_HostileContent_IsRefusedOrUsable() =>
        Gen.Select(Gen.Int[0, Files.Length - 1], Gen.Int[0, 200], Gen.Byte.Array[1, 16]).Sample((file, at, noise) =>
        {
            byte[] content = Files[file].Bytes[..^32];
            noise.CopyTo(content, 6 + (at % (content.Length - 6 - noise.Length)));
            try
            {
                Files[file].Read([.. content, .. System.Security.Cryptography.SHA256.HashData(content)]);
            }
            catch (DriftProfileFormatException error)
            {
                Assert.Equal(ModelOpsErrorKind.DataLoss, error.Kind);
            }
        }, iter: 3000);

    [Fact]
    public void Read_AnotherKind_IsRefused() =>
        Assert.Throws<DriftProfileFormatException>(() => KllSketch.Read(new HyperLogLog().Write()));

    private static (byte[] Bytes, Action<byte[]> Read)[] Make()
    {
        var kll = new KllSketch(16);
        var distinct = new HyperLogLog();
        var frequent = new HeavyHitters(4);
        var sample = new BottomKSample(5, 2);
        for (int i = 0; i < 100; i++)
        {
            kll.Add(i);
            distinct.Add(i);
            frequent.Add($"v{i % 6}");
            sample.Add((ulong)i, [i, -i]);
        }

        return
        [
            (kll.Write(), static bytes => KllSketch.Read(bytes).Quantile(0.5)),
            (distinct.Write(), static bytes => HyperLogLog.Read(bytes).Estimate()),
            (frequent.Write(), static bytes => HeavyHitters.Read(bytes).Add("new")),
            (sample.Write(), static bytes => BottomKSample.Read(bytes).Add(1000, [1, 2])),
        ];
    }
}
