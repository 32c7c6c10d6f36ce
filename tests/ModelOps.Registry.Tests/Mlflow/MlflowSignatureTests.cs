using System.Text.Json;
using ModelOps.Registry.Mlflow;
using Xunit;

namespace ModelOps.Registry.Tests.Mlflow;

public sealed class MlflowSignatureTests
{
    [Fact]
    public void Signature_NestedColumnsAndParameters_RoundTrip()
    {
        const string Inputs = """
            [{"type":"array","items":{"type":"map","values":{"type":"long"}},"name":"a","required":false},
             {"type":"object","properties":{"p":{"type":"string","required":false},"q":{"type":"any","required":true}},"name":"o","required":true},
             {"type":"datetime","name":"t","required":true},{"type":"some-later-type","name":"s","required":true}]
            """;
        const string Parameters = """
            [{"name":"temperature","type":"float","default":0.5,"shape":null},{"name":"stop","type":"string","default":["a","b"],"shape":[-1]}]
            """;
        string yaml = $"flavors: {{}}\nsignature:\n  inputs: '{Inputs.ReplaceLineEndings("")}'\n  outputs: null\n  params: '{Parameters}'\n";

        MlflowSignature signature = MlflowModel.Parse(MlflowModel.Parse(yaml).ToYaml()).Signature!;

        MlflowField a = signature.Inputs![0];
        Assert.Equal(("a", "array", "map", "long", false), (a.Name, a.Type.Name, a.Type.Items!.Name, a.Type.Items.Items!.Name, a.IsRequired));
        MlflowField o = signature.Inputs[1];
        Assert.Equal([("p", "string", false), ("q", "any", true)], o.Type.Properties.Select(static p => (p.Name!, p.Type.Name, p.IsRequired)));
        Assert.Equal(["datetime", "some-later-type"], signature.Inputs.Skip(2).Select(static f => f.Type.Name));
        Assert.Null(signature.Outputs);
        Assert.Equal(("temperature", 0.5, false), (signature.Parameters![0].Name, signature.Parameters[0].Default.GetDouble(), signature.Parameters[0].IsList));
        Assert.Equal(("stop", "[\"a\",\"b\"]", true), (signature.Parameters[1].Name, JsonSerializer.Serialize(signature.Parameters[1].Default), signature.Parameters[1].IsList));
    }

    [Fact]
    public void FromModelSignature_EveryTypeThatNumpyHas_ReadsBack()
    {
        TensorSpec[] specs = [.. Enum.GetValues<TensorDataType>().Where(static t => t != TensorDataType.BFloat16).Select(static t => new TensorSpec(t.ToString(), t, [-1, 2, 3]))];
        ModelSignature signature = new(specs, specs);

        Assert.Equal(signature, MlflowSignature.FromModelSignature(signature).ToModelSignature());
    }

    [Theory]
    [InlineData("<U16", TensorDataType.Bytes)]
    [InlineData("|S4", TensorDataType.Bytes)]
    [InlineData("str", TensorDataType.Bytes)]
    [InlineData("float64", TensorDataType.Float64)]
    public void ToModelSignature_NumpyName_IsRead(string name, TensorDataType expected)
    {
        MlflowField[] fields = [new("x", MlflowType.Tensor(name, [-1]))];

        ModelSignature? signature = new MlflowSignature { Inputs = fields, Outputs = fields }.ToModelSignature();

        Assert.Equal(expected, Assert.Single(signature!.Inputs).DataType);
    }

    [Fact]
    public void ToModelSignature_WhatOursCannotSay_IsNull()
    {
        MlflowField good = new("x", MlflowType.Tensor("float32", [-1]));
        MlflowField[][] others = [[], [good, good], [good with { Name = null }], [new("x", MlflowType.Tensor("complex64", [-1]))], [new("x", new MlflowType { Name = "double" })]];

        Assert.All(others, other => Assert.Null(new MlflowSignature { Inputs = [good], Outputs = other }.ToModelSignature()));
        Assert.Null(new MlflowSignature { Inputs = [good] }.ToModelSignature());
    }
}
