using System.Text;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Tests.Performance.Monitoring;

namespace ModelOps.Drift.Tests.Performance;

public sealed class ReferenceFileTests
{
    [Fact]
    public void Dle_WrittenAndRead_EstimatesTheSameBits()
    {
        DleReference reference = LabelledData.Numbers();
        byte[] bytes = DleReferenceFile.Write(reference);
        DleReference read = DleReferenceFile.Read(bytes);
        Assert.Equal(bytes, DleReferenceFile.Write(read));
        double[] features = PortableData.Uniform(5, 400);
        DleAccumulator one = new(reference);
        DleAccumulator other = new(read);
        for (int i = 0; i < features.Length; i += 2)
        {
            double[] row = [i % 8 == 0 ? double.NaN : features[i], features[i + 1]];
            one.Add(row, 10);
            other.Add(row, 10);
        }

        Assert.Equal(LabelledData.Numbers(one.Estimate()), LabelledData.Numbers(other.Estimate()));
    }

    [Fact]
    public void Multiclass_WrittenAndRead_EstimatesTheSameBits()
    {
        MulticlassCbpeReference reference = LabelledData.Classes();
        byte[] bytes = MulticlassCbpeReferenceFile.Write(reference);
        MulticlassCbpeReference read = MulticlassCbpeReferenceFile.Read(bytes);
        Assert.Equal(bytes, MulticlassCbpeReferenceFile.Write(read));
        MulticlassCbpeAccumulator one = new(reference);
        MulticlassCbpeAccumulator other = new(read);
        foreach (double[] row in LabelledData.ThreeClasses(5, 300).Chunk(3))
        {
            one.Add(row, LabelledData.Largest(row));
            other.Add(row, LabelledData.Largest(row));
        }

        Assert.Equal(LabelledData.Numbers(one.Estimate()), LabelledData.Numbers(other.Estimate()));
    }

    [Fact]
    public void Dle_OfAnotherTrainer_CannotBeWritten() => Assert.Contains(
        nameof(BoostedStumpsTrainer),
        Assert.Throws<ArgumentException>(() => DleReferenceFile.Write(DleReference.Fit([1, 2], [1, 2], [2, 3], new Flat()))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("\"version\":1", "\"version\":2")]
    [InlineData("\"dimensions\":2", "\"dimensions\":3")]
    [InlineData("\"dimensions\":2", "\"dimensions\":-1")]
    [InlineData("\"metric\":\"mae\"", "\"metric\":\"mse\"")]
    [InlineData("\"mean\":", "\"mean\":-")]
    [InlineData("\"edges\":[[", "\"edges\":[[9e9,")]
    [InlineData("\"tables\":[[", "\"tables\":[[\"NaN\",")]
    [InlineData("\"count\":", "\"more\":1,\"count\":")]
    public void Dle_Tampered_IsRefused(string from, string to)
    {
        string text = Encoding.UTF8.GetString(DleReferenceFile.Write(LabelledData.Numbers()));
        int at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0);
        byte[] tampered = Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length)));
        Assert.Throws<PerformanceFormatException>(() => DleReferenceFile.Read(tampered));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"format\":\"modelops.multiclass-cbpe-reference\",\"version\":1,\"accuracy\":2,\"classes\":[]}")]
    [InlineData("{\"format\":\"modelops.multiclass-cbpe-reference\",\"version\":1,\"accuracy\":0.5,\"classes\":[null,null]}")]
    public void Hostile_Bytes_AreRefused(string text)
    {
        Assert.Throws<PerformanceFormatException>(() => MulticlassCbpeReferenceFile.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Throws<PerformanceFormatException>(() => DleReferenceFile.Read(Encoding.UTF8.GetBytes(text)));
    }

    private sealed class Flat : IErrorModelTrainer, IErrorModel
    {
        public IErrorModel Fit(ReadOnlySpan<double> rows, ReadOnlySpan<double> errors, int dimensions) => this;

        public double Predict(ReadOnlySpan<double> row) => 1;
    }
}
