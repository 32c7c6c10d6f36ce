using System.Diagnostics.Metrics;
using CsCheck;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Onnx;
using ModelOps.Serving.InputRules;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.InputRules;

public sealed class InputRulesTests
{
    [Fact]
    public async Task InferAsync_RequestKeepsTheRules_AnsweredWithoutAllocation()
    {
        using TestHost host = await StartAsync(static rules =>
        {
            rules.MaxRows = 10;
            rules.Rules.Add(new() { Input = "x", Min = 0, Max = 10, MaxMissingShare = 0.5 });
            rules.Rules.Add(new() { Input = "x", Column = 1, Categories = { "1", "2" }, MaxMissingShare = 0 });
            rules.Check("sum", "small", static inputs => inputs["x"].AsSpan<float>()[0] > 100 ? 0 : -1);
        });
        using InferenceRequest request = Floats(2, 0, 1, 10, 2);
        using InferenceResponse response = new();

        Assert.Equal(0, Allocations.Fewest(() => host.Client.InferAsync(request, response)));
        Assert.Equal([1f, 3f, 21f, 5f], response.Outputs["y"].AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task InferAsync_BrokenRules_AllAreToldWithRowAndWithoutValues()
    {
        using TestHost host = await StartAsync(static rules =>
        {
            rules.MaxRows = 2;
            rules.Rules.Add(new() { Input = "x", Column = 0, Min = 0, Max = 10 });
            rules.Rules.Add(new() { Input = "x", Column = 1, MaxMissingShare = 0, Categories = { "1", "2" } });
            rules.Check("balance", "a sum above 0", static inputs => inputs["x"].AsSpan<float>()[0] < 0 ? 0 : -1, "x");
        });
        using InferenceRequest request = Floats(3, -1, 1, 5, 7777, 11, float.NaN);

        InvalidInferenceRequestException e = await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await host.Client.InferAsync(request));

        Assert.Equal(
            [
                ("x", null, null, "rows", "0 to 2 rows"),
                ("x", 0L, 0, "range", "0 to 10"),
                ("x", 2L, 0, "range", "0 to 10"),
                ("x", 2L, 1, "missing", "a value"),
                ("x", 1L, 1, "category", "one of '1', '2'"),
                ("x", (long?)0L, (int?)null, "balance", "a sum above 0"),
            ],
            e.Violations.Select(static v => (v.Input!, v.Row, v.Column, v.Rule, v.Expected)));
        Assert.Equal("The request breaks the input rules of model 'm': input 'x': rule 'rows' expects 0 to 2 rows (and 5 more). Correct the values and send it again.", e.Message);
        Assert.All(e.Violations.Skip(1), static v => Assert.Null(v.Actual));
    }

    [Fact]
    public async Task InferAsync_Strings_AreHeldToSetLengthAndPattern()
    {
        using TestHost host = new(build: static b => b.AddInputRules("m", static rules =>
        {
            rules.Rules.Add(new() { Input = "x", Categories = { "red", "grün" } });
            rules.Rules.Add(new() { Input = "x", MinLength = 3, MaxLength = 5, Pattern = "^[a-zü]+$" });
        }).Services.Configure<InputRulesOptions>(static o => o.TellsValues = true));
        await host.AddFileAsync("m", TestModels.Identity(OnnxElementType.String, -1));

        using InferenceRequest good = Strings("red", "grün", "red");
        await host.Client.InferAsync(good);
        string longer = new('a', 300);
        using InferenceRequest bad = Strings("red", "RED", longer, "");
        InvalidInferenceRequestException e = await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await host.Client.InferAsync(bad));

        Assert.Equal(
            [("category", 1L, "RED"), ("category", 2L, longer), ("category", 3L, ""), ("length", 2L, longer), ("length", 3L, ""), ("pattern", 1L, "RED"), ("pattern", 3L, "")],
            e.Violations.Select(static v => (v.Rule, v.Row!.Value, v.Actual!)));
    }

    [Fact]
    public void Pass_StringsThatKeepTheRules_AllocatesNothing()
    {
        ModelInputRulesOptions options = new() { Rules = { new() { Input = "x", Categories = { "red", "blue" }, MinLength = 1, Pattern = "^[a-z]+$" } } };
        ModelInputRules rules = new(options);
        using InferenceRequest request = Strings("red", "blue");

        Assert.Equal(0, Allocations.Fewest(() => Assert.True(rules.Pass(request.Inputs))));
    }

    [Fact]
    public async Task InferAsync_Warn_GoesOnAndIsCounted()
    {
        using TestHost host = await StartAsync(static rules =>
        {
            rules.Mode = InputRuleMode.Warn;
            rules.Rules.Add(new() { Input = "x", Max = 10 });
        });
        using MetricCollector<long> broken = new(host.Services.GetRequiredService<IMeterFactory>(), ModelOpsDiagnostics.MeterName, "modelops.input_rules.violations");
        using InferenceRequest request = Floats(1, 11, 1);

        using InferenceResponse response = await host.Client.InferAsync(request);

        Assert.Equal(23f, response.Outputs["y"].AsSpan<float>()[0]);
        CollectedMeasurement<long> one = Assert.Single(broken.GetMeasurementSnapshot());
        Assert.Equal(("m", "x", "range", "warn"), (one.Tags["modelops.model.name"], one.Tags["modelops.input_rules.input"], one.Tags["modelops.input_rules.rule"], one.Tags["modelops.input_rules.mode"]));
    }

    [Fact]
    public async Task InferAsync_Clamp_AnswersForTheBoundAndLeavesTheRequestAlone()
    {
        using TestHost host = await StartAsync(static rules =>
        {
            rules.Mode = InputRuleMode.Clamp;
            rules.Rules.Add(new() { Input = "x", Column = 0, Min = 0, Max = 10 });
            rules.Rules.Add(new() { Input = "x", MaxMissingShare = 0.5 });
        });
        using InferenceRequest request = Floats(3, 11, 99, -1, 2, float.NaN, 4);
        request.Id = "7";

        using InferenceResponse response = await host.Client.InferAsync(request);

        Assert.Equal([21f, 199f, 1f, 5f, float.NaN, 9f], response.Outputs["y"].AsSpan<float>().ToArray());
        Assert.Equal("7", response.Id);
        Assert.Equal([11f, 99f, -1f, 2f, float.NaN, 4f], request.Inputs["x"].AsSpan<float>().ToArray());
        using InferenceRequest missing = Floats(1, float.NaN, float.NaN);
        InvalidInferenceRequestException e = await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await host.Client.InferAsync(missing));
        Assert.Equal(("missing", "at most 50 % missing"), (e.Violations.Single().Rule, e.Expected));
    }

    [Theory]
    [InlineData(TensorDataType.Float32)]
    [InlineData(TensorDataType.Float64)]
    [InlineData(TensorDataType.Float16)]
    [InlineData(TensorDataType.Int64)]
    [InlineData(TensorDataType.Int32)]
    [InlineData(TensorDataType.Int16)]
    [InlineData(TensorDataType.Int8)]
    [InlineData(TensorDataType.UInt64)]
    [InlineData(TensorDataType.UInt32)]
    [InlineData(TensorDataType.UInt16)]
    [InlineData(TensorDataType.UInt8)]
    public void RangeRule_EveryTypeAndLength_AgreesWithAPlainLoop(TensorDataType type) =>
        Gen.Select(Gen.Double[-20, 60].Array[1, 70], Gen.Int[-1, 2]).Sample(
            (numbers, column) =>
            {
                using InferenceRequest request = new(ModelReference.Parse("m"));
                InferenceTensor tensor = request.Inputs.Add("x", type, [numbers.Length / 3, 3]);
                double[] stored = new double[tensor.ElementCount];
                for (int i = 0; i < stored.Length; i++) { stored[i] = Store(tensor, i, numbers[i]); }
                RangeRule rule = new("x", column, 5, 40.5, InputRuleMode.Clamp);
                bool IsBroken(double value, int i) => (column < 0 || i % 3 == column) && value is < 5 or > 40.5 && (column < 0 || i % 3 == column);
                bool expected = !stored.Where((value, i) => IsBroken(value, i)).Any();

                bool passes = rule.Passes(request.Inputs);
                InputRuleFindings findings = new(1000, tellsValues: false);
                rule.Explain(request.Inputs, findings);
                rule.Clamp(tensor);
                return passes == expected
                    && findings.All.Count == stored.Where((value, i) => IsBroken(value, i)).Count()
                    && rule.Passes(request.Inputs);
            },
            iter: 300,
            seed: "0000KOIPzhQ3");

    [Fact]
    public async Task InferAsync_ManyBreaks_AreToldUpToTheBound()
    {
        using TestHost host = new(build: static b => b.AddInputRules("m", static rules => rules.Rules.Add(new() { Input = "x", Max = 0 }))
            .Services.Configure<InputRulesOptions>(static o => o.MaxViolations = 3));
        await host.AddFileAsync("m", TestModels.Affine(2, 1, columns: 2));
        using InferenceRequest request = Floats(3, 1, 1, 1, 1, 1, 1);

        InvalidInferenceRequestException e = await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await host.Client.InferAsync(request));

        Assert.Equal([0L, 0L, 1L], e.Violations.Select(static v => v.Row!.Value));
    }

    [Fact]
    public async Task InferAsync_RulesForOtherTypesAndInputs_AreLeftToTheSignature()
    {
        using TestHost host = await StartAsync(static rules =>
        {
            rules.Rules.Add(new() { Input = "other", Min = 0 });
            rules.Rules.Add(new() { Input = "x", Pattern = "^a$", MaxLength = 1 });
            rules.Rules.Add(new() { Input = "x", Column = 9, Min = 1000 });
        });
        using InferenceRequest request = Floats(1, 1, 1);

        using InferenceResponse response = await host.Client.InferAsync(request);

        Assert.Equal(3f, response.Outputs["y"].AsSpan<float>()[0]);
    }

    [Fact]
    public void Configuration_Wrong_StopsWithKeysValuesAndMends()
    {
        using TestHost host = Configured(new()
        {
            ["MaxViolations"] = "0",
            ["Models:m:MaxRows"] = "-1",
            ["Models:m:Rules:0:Min"] = "5",
            ["Models:m:Rules:0:Max"] = "1",
            ["Models:m:Rules:1:Input"] = "x",
            ["Models:m:Rules:2:Input"] = "x",
            ["Models:m:Rules:2:Pattern"] = "(?=a)",
            ["Models:m:Rules:2:MaxMissingShare"] = "2",
            ["Models:m:Rules:2:MinLength"] = "-3",
            ["Models:m:Rules:2:Column"] = "-1",
        });

        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => host.Client);

        string[] expected =
        [
            "ModelOps:Serving:InputRules:MaxViolations is 0. Set it to 1 to 1000",
            "ModelOps:Serving:InputRules:Models:m:MaxRows is -1. Set it to 0 or more",
            "Models:m:Rules:0:Input is ''. Name an input",
            "Models:m:Rules:0:Max is 1, below Min, which is 5. Exchange them",
            "Models:m:Rules:1 asks for nothing of 'x'. Set Min, Max",
            "Models:m:Rules:2:Pattern is '(?=a)'. Give a regular expression without",
            "Models:m:Rules:2:MaxMissingShare is 2. Set it to 0 to 1",
            "Models:m:Rules:2:MinLength is -3. Set it to 0 or more",
            "Models:m:Rules:2:Column is -1. Count columns from 0",
        ];
        Assert.All(expected, text => Assert.Contains(text, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Configuration_Changed_IsInForceAtOnceAndWrongIsRefused()
    {
        Dictionary<string, string?> settings = new() { ["Models:m:Rules:0:Input"] = "x", ["Models:m:Rules:0:Max"] = "10" };
        using TestHost host = Configured(settings, out IConfigurationRoot configuration);
        await host.AddFileAsync("m", TestModels.Affine(2, 1, columns: 2));
        using InferenceRequest request = Floats(1, 20, 1);
        await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await host.Client.InferAsync(request));

        configuration["ModelOps:Serving:InputRules:Models:m:Rules:0:Max"] = "30";
        configuration.Reload();
        await host.Client.InferAsync(request);
        configuration["ModelOps:Serving:InputRules:Models:m:Rules:0:Input"] = "";
        configuration.Reload();
        await host.Client.InferAsync(request);
        request.Inputs["x"].AsSpan<float>()[0] = 40;
        await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await host.Client.InferAsync(request));
    }

    [Fact]
    public async Task Guide_Rules_AreInForce()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        using TemporaryFolder folder = new();
        // <snippet:docs/guides/input-rules.md#1>
        builder.Services.AddModelOps()
            .AddServing()
            .AddInputRules("house", rules =>
            {
                rules.MaxRows = 1000;
                rules.Rules.Add(new() { Input = "x", Column = 0, Min = 10, Max = 2000 });
                rules.Rules.Add(new() { Input = "x", MaxMissingShare = 0.25 });
                rules.Check("rooms fit the area", "at least 5 m² a room", RoomsThatDoNotFit, input: "x");
            });
        // </snippet>
        using IHost host = builder.Build();
        await host.Services.GetRequiredService<IModelHost>().AddAsync(new() { Name = "house", File = folder.Write("h.onnx", TestModels.Affine(1, 0, columns: 2)) }, default);
        using InferenceRequest request = new(ModelReference.Parse("house"));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [2, 2], [120, 4, 20, 5]));

        InvalidInferenceRequestException e = await Assert.ThrowsAsync<InvalidInferenceRequestException>(
            async () => await host.Services.GetRequiredService<IInferenceClient>().InferAsync(request));

        Assert.Equal(("rooms fit the area", 1L), (e.Violations.Single().Rule, e.Violations.Single().Row));
    }

    // <snippet:docs/guides/input-rules.md#2>
    private static long RoomsThatDoNotFit(InferenceTensorCollection inputs)
    {
        if (inputs.Find("x") is not { DataType: TensorDataType.Float32 } x) { return -1; } // the signature refuses it
        ReadOnlySpan<float> values = x.AsSpan<float>();
        for (int row = 0; row < values.Length / 2; row++)
        {
            if (values[2 * row] < 5 * values[(2 * row) + 1]) { return row; }
        }

        return -1;
    }
    // </snippet>

    private static double Store(InferenceTensor tensor, int i, double number)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.Float32: return tensor.AsSpan<float>()[i] = (float)number;
            case TensorDataType.Float64: return tensor.AsSpan<double>()[i] = number;
            case TensorDataType.Float16: return (double)(tensor.AsSpan<Half>()[i] = (Half)number);
            case TensorDataType.Int64: return tensor.AsSpan<long>()[i] = (long)number;
            case TensorDataType.Int32: return tensor.AsSpan<int>()[i] = (int)number;
            case TensorDataType.Int16: return tensor.AsSpan<short>()[i] = (short)number;
            case TensorDataType.Int8: return tensor.AsSpan<sbyte>()[i] = (sbyte)number;
            case TensorDataType.UInt64: return tensor.AsSpan<ulong>()[i] = (ulong)Math.Abs(number);
            case TensorDataType.UInt32: return tensor.AsSpan<uint>()[i] = (uint)Math.Abs(number);
            case TensorDataType.UInt16: return tensor.AsSpan<ushort>()[i] = (ushort)Math.Abs(number);
            default: return tensor.AsSpan<byte>()[i] = (byte)Math.Abs(number);
        }
    }

    private static async Task<TestHost> StartAsync(Action<ModelInputRulesOptions> configure)
    {
        TestHost host = new(build: b => b.AddInputRules("m", configure));
        await host.AddFileAsync("m", TestModels.Affine(2, 1, columns: 2));
        return host;
    }

    private static TestHost Configured(Dictionary<string, string?> settings) => Configured(settings, out _);

    private static TestHost Configured(Dictionary<string, string?> settings, out IConfigurationRoot configuration)
    {
        IConfigurationRoot root = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create($"{InputRulesOptions.SectionName}:{s.Key}", s.Value)))
            .Build();
        configuration = root;
        return new TestHost(build: b => b.Services.AddSingleton<IConfiguration>(root));
    }

    private static InferenceRequest Floats(int rows, params float[] values)
    {
        InferenceRequest request = new(ModelReference.Parse("m"));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [rows, values.Length / rows], values));
        return request;
    }

    private static InferenceRequest Strings(params string[] values)
    {
        InferenceRequest request = new(ModelReference.Parse("m"));
        request.Inputs.Add(InferenceTensor.CreateStrings("x", [values.Length], values));
        return request;
    }
}
