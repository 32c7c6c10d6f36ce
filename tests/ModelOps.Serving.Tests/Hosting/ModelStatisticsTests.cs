using Microsoft.Extensions.Time.Testing;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

public sealed class ModelStatisticsTests
{
    [Fact]
    public async Task GetStatistics_Calls_CountRowsRunsAndFailures()
    {
        using TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(2f, 1f, columns: 1));
        using InferenceRequest request = new(ModelReference.ToModel("affine"));
        InferenceTensor x = request.Inputs.Add("x", TensorDataType.Float32, [3, 1]);
        x.AsSpan<float>().Fill(1f);
        for (int i = 0; i < 2; i++) { (await host.Client.InferAsync(request, TestContext.Current.CancellationToken)).Dispose(); }

        ModelStatistics statistics = Assert.Single(host.Host.GetStatistics("affine"));

        Assert.Equal((6, 2, 2, 0), (statistics.InferenceCount, statistics.ExecutionCount, statistics.Success.Count, statistics.Failure.Count));
        Assert.Equal(3, Assert.Single(statistics.Batches).BatchSize);
        Assert.Equal(host.Time.GetUtcNow(), statistics.LastInference);
        Assert.Throws<ModelNotFoundException>(() => host.Host.GetStatistics("other"));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(64, 64)]
    [InlineData(65, 128)]
    [InlineData(128, 128)]
    [InlineData(129, 256)]
    [InlineData(1 << 30, 1 << 30)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Executed_Rows_CountedAtOrAbove(int rows, int expected)
    {
        ModelStatisticsRecorder recorder = new(new FakeTimeProvider());

        recorder.Executed(rows, TimeSpan.FromTicks(1), TimeSpan.FromTicks(2), TimeSpan.FromTicks(3));

        BatchStatistics batch = Assert.Single(recorder.Read("m", "1").Batches);
        Assert.Equal(expected, batch.BatchSize);
        Assert.Equal((1, 2, 3), (batch.ComputeInput.Total.Ticks, batch.ComputeInfer.Total.Ticks, batch.ComputeOutput.Total.Ticks));
    }
}
