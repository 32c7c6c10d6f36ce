using ModelOps.Onnx;
using ModelOps.Serving.OnnxRuntime;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.OnnxRuntime;

public sealed class OnnxSessionTests
{
    public static TheoryData<OnnxElementType, TensorDataType, byte[]> Types => new()
    {
        { OnnxElementType.Float, TensorDataType.Float32, [0, 0, 128, 63, 0, 0, 0, 64] },
        { OnnxElementType.Double, TensorDataType.Float64, [0, 0, 0, 0, 0, 0, 240, 63, 1, 2, 3, 4, 5, 6, 7, 64] },
        { OnnxElementType.Float16, TensorDataType.Float16, [0, 60, 0, 64] },
        { OnnxElementType.BFloat16, TensorDataType.BFloat16, [128, 63, 0, 64] },
        { OnnxElementType.Bool, TensorDataType.Bool, [1, 0] },
        { OnnxElementType.UInt8, TensorDataType.UInt8, [1, 255] },
        { OnnxElementType.Int8, TensorDataType.Int8, [1, 255] },
        { OnnxElementType.UInt16, TensorDataType.UInt16, [1, 0, 255, 255] },
        { OnnxElementType.Int16, TensorDataType.Int16, [1, 0, 255, 255] },
        { OnnxElementType.UInt32, TensorDataType.UInt32, [1, 2, 3, 4, 5, 6, 7, 255] },
        { OnnxElementType.Int32, TensorDataType.Int32, [1, 2, 3, 4, 5, 6, 7, 255] },
        { OnnxElementType.UInt64, TensorDataType.UInt64, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0, 255] },
        { OnnxElementType.Int64, TensorDataType.Int64, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0, 255] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Run_EachType_BytesComeBack(OnnxElementType elementType, TensorDataType dataType, byte[] bytes)
    {
        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.Identity(elementType, -1));
        InferenceTensor input = new("x", dataType, [2]);
        Assert.Null(input.TrySetBytes(bytes));
        using InferenceRequest request = OnnxSessions.Request(input);
        using InferenceResponse response = new();

        for (int i = 0; i < 3; i++) // first unbound, then bound
        {
            response.Reset();
            session.Run(request, response, default);
            Assert.Equal("y: " + input.ToString()[3..], response.Outputs[0].ToString());
            Assert.Equal(bytes, response.Outputs[0].Bytes.ToArray());
        }

        Assert.Equal(dataType, session.Signature.Inputs[0].DataType);
    }

    [Fact]
    public async Task Run_Strings_ComeBack()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.Identity(OnnxElementType.String, -1, 2));
        string[] strings = ["", "plain", "Ünïcödé ✓", "a\0b"];
        using InferenceRequest request = OnnxSessions.Request(InferenceTensor.CreateStrings("x", [2, 2], strings));
        using InferenceResponse response = new();

        for (int i = 0; i < 3; i++)
        {
            response.Reset();
            session.Run(request, response, default);
            Assert.Equal(strings, response.Outputs["y"].ToStrings());
        }
    }

    [Fact]
    public async Task Run_Scalar_Answers()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.Identity(OnnxElementType.Float));
        using InferenceRequest request = OnnxSessions.Request(InferenceTensor.Create<float>("x", [], [42f]));
        using InferenceResponse response = new();

        for (int i = 0; i < 3; i++)
        {
            response.Reset();
            session.Run(request, response, default);
            Assert.Equal(0, response.Outputs[0].Shape.Length);
            Assert.Equal([42f], response.Outputs[0].AsSpan<float>().ToArray());
        }
    }

    [Fact]
    public async Task Run_ZeroRows_AnswersZeroRows()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.Affine(2f, 1f));
        using InferenceRequest request = OnnxSessions.Request(new InferenceTensor("x", TensorDataType.Float32, [0, 4]));
        using InferenceResponse response = new();

        for (int i = 0; i < 3; i++)
        {
            response.Reset();
            session.Run(request, response, default);
            Assert.Equal([0L, 4L], response.Outputs[0].Shape.ToArray());
            Assert.Equal(0, response.Outputs[0].ByteLength);
        }
    }

    [Fact]
    public async Task Run_OutputShapeDependsOnValues_AlwaysRight()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.NonZero());
        using InferenceRequest request = OnnxSessions.Request(new InferenceTensor("x", TensorDataType.Float32, [4]));
        using InferenceResponse response = new();
        float[][] inputs = [[1, 0, 1, 0], [1, 1, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0], [0, 0, 0, 1], [1, 0, 1, 0], [1, 0, 1, 0]];

        foreach (float[] input in inputs)
        {
            input.CopyTo(request.Inputs[0].AsSpan<float>());
            response.Reset();
            session.Run(request, response, default);

            long[] expected = [.. Enumerable.Range(0, 4).Where(i => input[i] != 0).Select(static i => (long)i)];
            Assert.Equal(expected, response.Outputs["y"].AsSpan<long>().ToArray());
            Assert.Equal([1L, expected.Length], response.Outputs["y"].Shape.ToArray());
        }
    }

    [Fact]
    public async Task Run_ShapeGivenAsValues_AlwaysRight()
    {
        byte[] model = TestModels.Write(
            [new OnnxNode("Reshape", ["x", "shape"], ["y"])],
            [new OnnxValueInfo("x", OnnxElementType.Float, [-1]), new OnnxValueInfo("shape", OnnxElementType.Int64, [2])],
            [new OnnxValueInfo("y", OnnxElementType.Float, [-1, -1])], []);
        using IModelSession session = await OnnxSessions.LoadAsync(model);
        using InferenceRequest request = OnnxSessions.Request(
            InferenceTensor.Create<float>("x", [6], [1, 2, 3, 4, 5, 6]), InferenceTensor.Create<long>("shape", [2], [2, 3]));
        using InferenceResponse response = new();

        foreach (long[] shape in new long[][] { [2, 3], [2, 3], [3, 2], [6, 1], [2, 3] })
        {
            shape.CopyTo(request.Inputs["shape"].AsSpan<long>());
            response.Reset();
            session.Run(request, response, default);

            Assert.Equal(shape, response.Outputs[0].Shape.ToArray());
            Assert.Equal([1f, 2, 3, 4, 5, 6], response.Outputs[0].AsSpan<float>().ToArray());
        }
    }

    [Fact]
    public async Task Run_InputsInAnyOrderAndOutputsAsAsked_Answers()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.SumAndDifference());
        using InferenceRequest request = OnnxSessions.Request(
            InferenceTensor.Create<float>("b", [2], [1, 2]), InferenceTensor.Create<float>("a", [2], [10, 20]));
        using InferenceResponse response = new();
        string[][] wanted = [[], ["difference"], ["difference", "sum"], ["sum"], ["sum", "difference"]];

        foreach (string[] outputs in wanted.Concat(wanted)) // the second time bound
        {
            request.RequestedOutputs.Clear();
            foreach (string output in outputs) { request.RequestedOutputs.Add(output); }
            response.Reset();
            session.Run(request, response, default);

            Assert.Equal(outputs.Length == 0 ? ["sum", "difference"] : outputs, response.Outputs.Select(static t => t.Name));
            foreach (InferenceTensor tensor in response.Outputs)
            {
                Assert.Equal(tensor.Name == "sum" ? [11f, 22f] : [9f, 18f], tensor.AsSpan<float>().ToArray());
            }
        }
    }

    [Fact]
    public async Task Run_ManyShapesInTurn_EachRight()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.Affine(2f, 1f, columns: 1));
        using InferenceResponse response = new();
        Random random = new(17);

        for (int i = 0; i < 500; i++)
        {
            float[] x = [.. Enumerable.Range(0, random.Next(0, 30)).Select(_ => random.NextSingle())];
            using InferenceRequest request = OnnxSessions.Request(InferenceTensor.Create<float>("x", [x.Length, 1], x));
            response.Reset();
            session.Run(request, response, default);
            Assert.Equal(x.Select(static v => (v * 2f) + 1f), response.Outputs[0].AsSpan<float>().ToArray());
        }
    }

    [Fact]
    public async Task Run_LargerThanWhatIsBound_Right()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.Affine(1f, 1f, columns: 1));
        using InferenceRequest request = OnnxSessions.Request(new InferenceTensor("x", TensorDataType.Float32, [3_000_000, 1]));
        using InferenceResponse response = new();

        for (int i = 0; i < 2; i++)
        {
            response.Reset();
            session.Run(request, response, default);
            Assert.Equal(-1, response.Outputs[0].AsSpan<float>().IndexOfAnyExcept(1f));
        }
    }

    [Fact]
    public async Task Run_FirstCallsOfAShapeAtOnce_AllRight()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.Affine(2f, 1f, columns: 1));
        using Barrier barrier = new(8);

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            using InferenceResponse response = new();
            for (int rows = 1; rows <= 40; rows++)
            {
                float[] x = [.. Enumerable.Range(0, rows).Select(i => worker + (i * 0.5f))];
                using InferenceRequest request = OnnxSessions.Request(InferenceTensor.Create<float>("x", [rows, 1], x));
                barrier.SignalAndWait(TimeSpan.FromSeconds(30));
                response.Reset();
                session.Run(request, response, default);
                Assert.Equal(x.Select(static v => (v * 2f) + 1f), response.Outputs[0].AsSpan<float>().ToArray());
            }
        });
    }

    [Fact]
    public async Task Run_ModelFails_ExecutionExceptionWithoutValuesAndGoesOn()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.Lookup());
        using InferenceRequest request = OnnxSessions.Request(InferenceTensor.Create<long>("indices", [1], [1]));
        using InferenceResponse response = new();
        for (int i = 0; i < 3; i++)
        {
            request.Inputs[0].AsSpan<long>()[0] = 1;
            response.Reset();
            session.Run(request, response, default);
            Assert.Equal([20f], response.Outputs[0].AsSpan<float>().ToArray());

            request.Inputs[0].AsSpan<long>()[0] = 777;
            response.Reset();
            ModelExecutionException e = Assert.Throws<ModelExecutionException>(() => session.Run(request, response, default));
            Assert.Equal("m:1.0.0", e.Model);
            Assert.DoesNotContain("777", e.Message, StringComparison.Ordinal);
            Assert.Contains("Gather", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_SteadyState_AllocatesNothing()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(TestModels.SumAndDifference());
        using InferenceRequest request = OnnxSessions.Request(
            InferenceTensor.Create<float>("a", [2], [10, 20]), InferenceTensor.Create<float>("b", [2], [1, 2]));
        request.RequestedOutputs.Add("difference");
        using InferenceResponse response = new();
        using CancellationTokenSource cancellation = new();

        long allocated = Allocations.Fewest(() =>
        {
            response.Reset();
            session.Run(request, response, cancellation.Token);
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task Run_CancelledMidway_EndsSoonAndNextCallRuns()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(SlowModels.Powers(1000));
        using InferenceRequest slow = OnnxSessions.Request(SlowModels.Input(700));
        using InferenceRequest quick = OnnxSessions.Request(SlowModels.Input(2));
        using InferenceResponse response = new();
        using CancellationTokenSource cancellation = new();

        Task run = Task.Run(() => session.Run(slow, response, cancellation.Token));
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(20)));
        response.Reset();
        session.Run(quick, response, default);
        Assert.Equal(4, response.Outputs[0].ElementCount);
    }

    [Fact]
    public async Task Terminate_CallsRunning_AllEndAndNewOnesAreRefused()
    {
        using IModelSession session = await OnnxSessions.LoadAsync(SlowModels.Powers(1000));
        using CountdownEvent started = new(2);
        Task[] runs = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using InferenceRequest request = OnnxSessions.Request(SlowModels.Input(700));
                using InferenceResponse response = new();
                started.Signal();
                session.Run(request, response, default);
            },
            TaskCreationOptions.LongRunning))];
        Assert.True(started.Wait(TimeSpan.FromSeconds(20)));

        session.Terminate();

        foreach (Task run in runs) { await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(20))); }
        using InferenceRequest late = OnnxSessions.Request(SlowModels.Input(2));
        using InferenceResponse none = new();
        Assert.ThrowsAny<OperationCanceledException>(() => session.Run(late, none, default));
    }

}
