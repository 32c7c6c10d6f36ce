using CsCheck;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Profiles;

public sealed class ProfileBinaryTests
{
    private static readonly DatasetProfile Profile = new DatasetProfileBuilder()
        .AddNumeric("age", [.. PortableData.Uniform(1, 300), double.NaN, double.PositiveInfinity])
        .AddNumeric("ages in floats", [.. PortableData.Uniform(2, 300).Select(static x => (double)(float)x)])
        .AddNumeric("constant", [-0.0, 0.0])
        .AddNumeric("nothing", [double.NaN])
        .AddNumeric("huge", [double.MaxValue, -double.MaxValue])
        .AddNumeric("tiny", [double.Epsilon])
        .AddCategorical("city", ["Zürich", "\"quoted\"", null, "", "需要"])
        .AddCategorical("broken \ud800 text", ["\udfff", "a\ud800b"])
        .Build();

    private static readonly byte[] Written = DriftProfileFile.WriteBinary(Profile);

    [Fact]
    public void Read_WhatWasWritten_IsTheSameProfile()
    {
        DatasetProfile read = DriftProfileFile.ReadBinary(Written);

        Assert.Equal(Written, DriftProfileFile.WriteBinary(read));
        Assert.Equal(DriftProfileFile.Write(Profile.Merge(Profile)), DriftProfileFile.Write(read.Merge(Profile)));
        Assert.Equal(Profile.Features.Select(static f => f.Name), read.Features.Select(static f => f.Name));
        Assert.Equal(((NumericFeatureProfile)Profile.Find("age")!).Moments, ((NumericFeatureProfile)read.Find("age")!).Moments);
    }

    [Fact]
    public void Write_OfAnyMergeTree_IsTheSame() =>
        Gen.Select(Gen.Double[-1000, 1000].Array[0, 60], Gen.Int[1, 6], Gen.Int).Sample((values, shards, seed) =>
        {
            DatasetProfile whole = Part(values);
            var random = new Random(seed);
            List<DatasetProfile> parts = [.. values.GroupBy(_ => random.Next(shards)).Select(static shard => Part([.. shard])), Part([])];
            while (parts.Count > 1)
            {
                DatasetProfile one = parts[random.Next(parts.Count)];
                parts.Remove(one);
                int other = random.Next(parts.Count);
                parts[other] = DriftProfileFile.ReadBinary(DriftProfileFile.WriteBinary(parts[other])).Merge(one);
            }

            Assert.Equal(DriftProfileFile.WriteBinary(whole), DriftProfileFile.WriteBinary(parts[0]));
        }, iter: 300);

    [Fact]
    public void Read_AnyByteChangedOrTruncated_IsRefused()
    {
        for (int i = 0; i < Written.Length; i += 7)
        {
            byte[] damaged = [.. Written];
            damaged[i] ^= 4;
            Assert.Throws<DriftProfileFormatException>(() => DriftProfileFile.ReadBinary(damaged));
            Assert.Throws<DriftProfileFormatException>(() => DriftProfileFile.ReadBinary(Written.AsSpan(0, i)));
        }

        Assert.Throws<DriftProfileFormatException>(() => DriftProfileFile.ReadBinary([.. Written, 0]));
        Assert.Throws<DriftProfileFormatException>(() => DriftProfileFile.ReadBinary(DriftProfileFile.Write(Profile)));
    }

    // With a right checksum the content itself must be checked; and what is accepted is the one form of its profile.
    [Fact]
    public void Read_HostileContent_IsRefusedOrCanonical() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Byte.Array[1, 12]).Sample((at, noise) =>
        {
            byte[] content = Written[..^32];
            noise.CopyTo(content, 6 + (at % (content.Length - 6 - noise.Length)));
            byte[] hostile = [.. content, .. System.Security.Cryptography.SHA256.HashData(content)];
            try
            {
                Assert.Equal(hostile, DriftProfileFile.WriteBinary(DriftProfileFile.ReadBinary(hostile)));
            }
            catch (DriftProfileFormatException error)
            {
                Assert.Equal(ModelOpsErrorKind.DataLoss, error.Kind);
            }
        }, iter: 5000);

    [Theory]
    [InlineData(30, 0.35)]
    [InlineData(1000, 0.35)]
    public void Write_ManyFeatures_IsAFractionOfTheJson(int features, double most)
    {
        var builder = new DatasetProfileBuilder();
        for (int i = 0; i < features; i++)
        {
            if (i % 10 == 9) { builder.AddCategorical($"feature {i}", [.. Enumerable.Range(0, 400).Select(row => $"category {row * i % 20}")]); }
            else { builder.AddNumeric($"feature {i}", [.. PortableData.Uniform(i + 1, 400).Select(static x => (double)(float)x)]); }
        }

        DatasetProfile reference = builder.Build();
        byte[] json = DriftProfileFile.Write(reference);
        byte[] binary = DriftProfileFile.WriteBinary(reference);
        TestContext.Current.TestOutputHelper!.WriteLine($"{features} features: JSON {json.Length} bytes, binary {binary.Length}");

        Assert.True(binary.Length < most * json.Length, $"JSON {json.Length}, binary {binary.Length}");
        Assert.Equal(json, DriftProfileFile.Write(DriftProfileFile.ReadBinary(binary)));
    }

    private static DatasetProfile Part(double[] values) => new DatasetProfileBuilder(Profile)
        .AddNumeric("age", values).AddNumeric("ages in floats", values).AddNumeric("constant", values).AddNumeric("nothing", values)
        .AddNumeric("huge", values).AddNumeric("tiny", values)
        .AddCategorical("city", [.. values.Select(static x => x < 0 ? "Zürich" : null)]).AddCategorical("broken \ud800 text", []).Build();
}
