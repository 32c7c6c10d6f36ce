using System.Text;
using CsCheck;
using ModelOps.Drift.Profiles;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Profiles;

public sealed class DriftProfileFileTests
{
    private static readonly DatasetProfile Profile = new DatasetProfileBuilder()
        .AddNumeric("age", [.. PortableData.Uniform(1, 300), double.NaN, double.PositiveInfinity])
        .AddNumeric("nothing", [double.NaN])
        .AddNumeric("huge", [double.MaxValue, -double.MaxValue])
        .AddCategorical("city", ["Zürich", "\"quoted\"", null])
        .Build();

    private static readonly byte[] Written = DriftProfileFile.Write(Profile);

    [Fact]
    public void Read_WhatWasWritten_GivesTheSameProfile()
    {
        DatasetProfile read = DriftProfileFile.Read(Written);
        Assert.Equal(Written, DriftProfileFile.Write(read));
        var age = (NumericFeatureProfile)read.Find("age")!;
        Assert.Equal(((NumericFeatureProfile)Profile.Find("age")!).Moments, age.Moments);
        Assert.Equal((300, 1, 1), (age.Count, age.MissingCount, age.NonFiniteCount));
        Assert.True(age.IsCompatibleWith(Profile.Find("age")!));
    }

    [Fact]
    public void Read_OtherWhiteSpace_IsTheSameProfile()
    {
        string spaced = Text().Replace(",\"", ",\n  \"", StringComparison.Ordinal);
        Assert.Equal(Written, DriftProfileFile.Write(DriftProfileFile.Read(Encoding.UTF8.GetBytes(spaced))));
    }

    [Fact]
    public void Read_TruncatedAnywhere_IsRefused()
    {
        for (int length = 0; length < Written.Length; length += 1 + (Written.Length / 400))
        {
            Assert.Throws<DriftProfileFormatException>(() => DriftProfileFile.Read(Written.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Read_AnyByteChanged_IsRefusedOrMeansTheSame() =>
        Gen.Select(Gen.Int[0, Written.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            byte[] damaged = [.. Written];
            damaged[at] = value;
            try
            {
                Assert.Equal(Written, DriftProfileFile.Write(DriftProfileFile.Read(damaged)));
            }
            catch (DriftProfileFormatException error)
            {
                Assert.Equal(ModelOpsErrorKind.DataLoss, error.Kind);
            }
        }, iter: 3000);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":null,\"version\":1,\"checksum\":\"\",\"features\":[]}")]
    [InlineData("{\"format\":\"modelops.drift-profile\",\"version\":2,\"checksum\":\"\",\"features\":[]}")]
    [InlineData("{\"format\":\"modelops.drift-profile\",\"version\":1,\"checksum\":\"\",\"features\":[null]}")]
    [InlineData("{\"format\":\"modelops.drift-profile\",\"version\":1,\"checksum\":\"\",\"features\":[]}")]
    [InlineData("{\"format\":\"modelops.drift-profile\",\"version\":1,\"version\":1,\"checksum\":\"\",\"features\":[]}")]
    public void Read_Garbage_IsRefused(string text)
    {
        DriftProfileFormatException error = Assert.Throws<DriftProfileFormatException>(() => DriftProfileFile.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(DriftProfileFormatException.ErrorCode, error.Code);
        Assert.Contains("Profile the reference data again", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"name\":\"\",\"edges\":[],\"counts\":[0],\"missing\":0}", "1 to 512 characters")]
    [InlineData("{\"name\":\"x\",\"counts\":[0],\"missing\":0}", "either edges or categories")]
    [InlineData("{\"name\":\"x\",\"edges\":[1,1],\"counts\":[0,0,0],\"missing\":0}", "finite and ascend")]
    [InlineData("{\"name\":\"x\",\"edges\":[\"NaN\"],\"counts\":[0,0],\"missing\":0}", "finite and ascend")]
    [InlineData("{\"name\":\"x\",\"edges\":[1],\"counts\":[0],\"missing\":0}", "2 counts")]
    [InlineData("{\"name\":\"x\",\"edges\":[1],\"counts\":[-1,1],\"missing\":0}", "not be negative")]
    [InlineData("{\"name\":\"x\",\"edges\":[1],\"counts\":[9223372036854775807,1],\"missing\":0}", "overflow")]
    [InlineData("{\"name\":\"x\",\"edges\":[1],\"counts\":[1,1],\"missing\":0}", "moments exactly when")]
    [InlineData("{\"name\":\"x\",\"edges\":[1],\"counts\":[1,1],\"missing\":-1}", "not be negative")]
    [InlineData("{\"name\":\"x\",\"categories\":[\"b\",\"a\"],\"counts\":[0,0,0],\"missing\":0}", "must ascend")]
    [InlineData("{\"name\":\"x\",\"categories\":[null],\"counts\":[0,0],\"missing\":0}", "is null")]
    public void Read_HostileFeature_SaysWhatIsWrong(string feature, string problem)
    {
        string text = "{\"format\":\"modelops.drift-profile\",\"version\":1,\"checksum\":\"\",\"features\":[" + feature + "]}";
        DriftProfileFormatException error = Assert.Throws<DriftProfileFormatException>(() => DriftProfileFile.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ChangedCount_FailsItsChecksum()
    {
        string changed = Text().Replace("\"missing\":1,\"nonFinite\":1", "\"missing\":2,\"nonFinite\":1", StringComparison.Ordinal);
        Assert.NotEqual(Text(), changed);
        DriftProfileFormatException error = Assert.Throws<DriftProfileFormatException>(() => DriftProfileFile.Read(Encoding.UTF8.GetBytes(changed)));
        Assert.Contains("checksum", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadDriftProfile_OfAPackage_FindsTheRegisteredFile()
    {
        using var folder = new TemporaryFolder();
        ModelFile file = Profile.ToModelFile();
        Assert.Equal("drift-profile.json", file.Path);
        using (Stream from = file.OpenRead())
        using (FileStream to = File.Create(Path.Combine(folder.Path, file.Path)))
        {
            from.CopyTo(to);
        }

        var package = new ModelPackage { Model = "m", Version = "1.0.0", Format = "onnx", Directory = folder.Path, Files = [file.Path] };
        Assert.Equal(Written, DriftProfileFile.Write(package.ReadDriftProfile()!));
        Assert.Null((package with { Files = ["model.onnx"] }).ReadDriftProfile());
        File.Delete(Path.Combine(folder.Path, file.Path));
        Assert.Throws<DriftProfileFormatException>(() => package.ReadDriftProfile());
    }

    private static string Text() => Encoding.UTF8.GetString(Written);
}
