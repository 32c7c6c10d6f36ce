namespace ModelOps.Onnx.Tests.Forests;

/// <summary>Test classes that share the models which XGBoost trained.</summary>
[CollectionDefinition]
public sealed class XGBoostOracle : ICollectionFixture<XGBoostModels>;
