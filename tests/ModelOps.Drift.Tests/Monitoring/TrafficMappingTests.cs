using ModelOps.Drift.Buckets;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class TrafficMappingTests
{
    private static readonly DatasetProfile Reference = new DatasetProfileBuilder()
        .AddNumeric("age", PortableData.Uniform(1, 100)).AddNumeric("income", PortableData.Uniform(2, 100))
        .AddCategorical("city", ["Bern", "Genf"]).AddCategorical("class", ["1", "2"]).AddNumeric("score", PortableData.Uniform(3, 100)).Build();

    [Fact]
    public async Task Plan_InputsOfOneColumn_AreFeaturesByName()
    {
        using InferenceRequest request = Request();
        request.Inputs.Add(InferenceTensor.Create<double>("income", [2, 1], [0.25, 0.5]));
        request.Inputs.Add(InferenceTensor.Create<long>("class", [2], [2, 7]));
        request.Inputs.Add(InferenceTensor.CreateStrings("city", [2, 1], ["Bern", "Zürich"]));
        request.Inputs.Add(InferenceTensor.Create<Half>("age", [2], [(Half)0.5, Half.NaN]));
        using InferenceResponse response = new();
        response.Outputs.Add(InferenceTensor.Create<float>("score", [2, 1], [0.75f, float.PositiveInfinity]));
        DatasetProfile profile = await ProfileOfAsync(request, response);
        Assert.Equal((2, 1, 1, 1), (profile.Find("income")!.Count, profile.Find("age")!.Count, profile.Find("age")!.MissingCount, profile.Find("score")!.NonFiniteCount));
        Assert.Equal([1, 0, 1], profile.Find("city")!.Counts.ToArray());
        Assert.Equal([0, 1, 1], profile.Find("class")!.Counts.ToArray());
        Assert.Equal(0.375, ((NumericFeatureProfile)profile.Find("income")!).Moments.Mean, 9);
    }

    [Fact]
    public async Task Plan_NamedColumns_AreFeaturesInTheirOrder()
    {
        using InferenceRequest request = Request();
        request.Inputs.Add(InferenceTensor.Create<float>("x", [2, 4], [1, 0.25f, 9, 0.5f, 2, 0.75f, 9, 0.5f]));
        DatasetProfile profile = await ProfileOfAsync(request, null, static options => options.Models["demand"] = Columns("x", "class", "income", "ignored", "age"));
        Assert.Equal([1, 1, 0], profile.Find("class")!.Counts.ToArray());
        Assert.Equal((0.5, 0.5), (Mean(profile, "income"), Mean(profile, "age")));
    }

    [Fact]
    public async Task Plan_TextMatrix_IsCategories()
    {
        using InferenceRequest request = Request();
        request.Inputs.Add(InferenceTensor.CreateStrings("t", [2, 2], ["1", "Genf", "2", "Genf"]));
        DatasetProfile profile = await ProfileOfAsync(request, null, static options => options.Models["demand"] = Columns("t", "class", "city"));
        Assert.Equal([1, 1, 0], profile.Find("class")!.Counts.ToArray());
        Assert.Equal([0, 2, 0], profile.Find("city")!.Counts.ToArray());
    }

    [Fact]
    public async Task Plan_WhatDoesNotFit_IsToldOnceAndHarmsNobody()
    {
        using InferenceRequest request = Request();
        request.Inputs.Add(InferenceTensor.CreateStrings("income", [1], ["much"]));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 3], [1, 2, 3]));
        using MonitoredReplica replica = await new MonitoredReplica(
            Reference, MonitoringData.Clock(), configure: static options => options.Models["demand"] = Columns("x", "age", "class")).StartAsync();
        for (int i = 0; i < 3; i++) { replica.Call(request); }
        string told = Assert.Single(replica.Log.Of("FeaturesNotFound"));
        Assert.Contains("'income' is numeric in the reference, but 'income' holds texts", told, StringComparison.Ordinal);
        Assert.Contains("2 columns are named for 'x', which has 3", told, StringComparison.Ordinal);
        Assert.Contains("nothing in the call is the features 'age', 'city', 'class', 'income', 'score' (it has income: BYTES[1], x: FP32[1,3])", told, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Drift:Monitoring:Models:demand:Columns", told, StringComparison.Ordinal);
        Assert.Equal(3, replica.Traffic!.RowsThat(RowFate.Unmapped));
    }

    [Fact]
    public async Task Add_CallOfAnotherForm_CountsMissingAndIsToldOnce()
    {
        using MonitoredReplica replica = await new MonitoredReplica(MonitoringData.Reference(2), MonitoringData.Clock()).StartAsync();
        replica.Call(2, [0.5f, 0.5f]);
        using InferenceRequest other = Request();
        other.Inputs.Add(InferenceTensor.Create<float>("y", [1, 2], [1, 2]));
        replica.Call(other);
        replica.Call(other);
        Assert.Single(replica.Log.Of("FeaturesNotFound"));
        Assert.Equal(2, replica.Traffic!.RowsThat(RowFate.Unmapped));
    }

    [Fact]
    public async Task OnAnswered_TextsAndSeveralTensors_AllocateNothing()
    {
        using InferenceRequest request = Request();
        request.Inputs.Add(InferenceTensor.Create<double>("income", [2, 1], [0.25, 0.5]));
        request.Inputs.Add(InferenceTensor.Create<long>("class", [2], [2, 7]));
        request.Inputs.Add(InferenceTensor.CreateStrings("city", [2], ["Bern", new string('z', 400)]));
        using MonitoredReplica replica = await new MonitoredReplica(Reference, MonitoringData.Clock(), configure: static options => options.SampleRate = 0.5).StartAsync();
        Assert.Equal(0, Allocations.Fewest(() => replica.Call(request)));
    }

    private static double Mean(DatasetProfile profile, string feature) => Math.Round(((NumericFeatureProfile)profile.Find(feature)!).Moments.Mean, 9);

    private static MonitoredModelOptions Columns(string tensor, params string[] features) => new() { Columns = { [tensor] = features } };

    private static InferenceRequest Request() => new(ModelReference.ToModel(MonitoredReplica.Model));

    private static async Task<DatasetProfile> ProfileOfAsync(InferenceRequest request, InferenceResponse? response, Action<DriftMonitoringOptions>? configure = null)
    {
        var store = new MemoryDriftBuckets();
        using MonitoredReplica replica = await new MonitoredReplica(Reference, MonitoringData.Clock(), store, configure).StartAsync();
        replica.Call(request, response);
        await replica.FlushAsync();
        return await MonitoringData.StoredAsync(store, Reference);
    }
}
