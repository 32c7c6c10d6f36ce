using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.OnnxRuntime;

[Collection(nameof(Alone))]
public sealed class OnnxSessionMemoryTests
{
    [Fact]
    public async Task Run_ManyShapesForLong_MemoryStaysFlat()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.Affine(2f, 1f, columns: 64));
        using InferenceResponse response = new();
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        void RunAll(int calls)
        {
            for (int i = 0; i < calls; i++)
            {
                request.Reset(request.Model);
                request.Inputs.Add("x", TensorDataType.Float32, [1 + (i % 50), 64]).Bytes.Clear();
                response.Reset();
                session.Run(request, response, default);
            }
        }

        RunAll(2000);
        GC.Collect();
        long before = Environment.WorkingSet;
        RunAll(20_000); // 20 thousand bindings of 13 KiB on average: 250 MiB if they leaked
        GC.Collect();

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 120L << 20);
    }
}
