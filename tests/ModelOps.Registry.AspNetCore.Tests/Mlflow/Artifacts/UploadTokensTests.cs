using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow.Artifacts;

public sealed class UploadTokensTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void IsValid_TokenOfThePart_Alone()
    {
        UploadTokens tokens = UploadTokens.Create(new MlflowApiOptions(), _time);
        string token = tokens.Sign("a/b", "u", 3);
        Assert.True(tokens.IsValid("a/b", "u", 3, token));
        Assert.False(tokens.IsValid("a/c", "u", 3, token));
        Assert.False(tokens.IsValid("a/b", "v", 3, token));
        Assert.False(tokens.IsValid("a/b", "u", 4, token));
        Assert.False(tokens.IsValid("a/b", "u", 3, token + "A"));
        Assert.False(tokens.IsValid("a/b", "u", 3, "9" + token)); // a later end
        Assert.False(tokens.IsValid("a/b", "u", 3, null));
        Assert.False(tokens.IsValid("a/b", "u", 3, "x.y.z"));
    }

    [Fact]
    public void IsValid_AfterItsLifetime_False()
    {
        UploadTokens tokens = UploadTokens.Create(new MlflowApiOptions { UploadLifetime = TimeSpan.FromMinutes(1) }, _time);
        string token = tokens.Sign("a", "u", 1);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(tokens.IsValid("a", "u", 1, token));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(tokens.IsValid("a", "u", 1, token));
    }

    [Fact]
    public void IsValid_OtherInstance_OnlyWithTheSameKey()
    {
        MlflowApiOptions shared = new() { UploadKey = Convert.ToBase64String(new byte[32]) };
        string token = UploadTokens.Create(shared, _time).Sign("a", "u", 1);
        Assert.True(UploadTokens.Create(shared, _time).IsValid("a", "u", 1, token));
        Assert.False(UploadTokens.Create(new MlflowApiOptions(), _time).IsValid("a", "u", 1, token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64!")]
    [InlineData("c2hvcnQ=")]
    public void Validate_BadUploadKey_IsRefusedWithoutTellingIt(string key)
    {
        string failure = Assert.Single(new MlflowApiOptionsValidator().Validate(null, new MlflowApiOptions { UploadKey = key }).Failures!);
        Assert.Contains("ModelOps:Registry:Mlflow:UploadKey", failure, StringComparison.Ordinal);
        Assert.False(key.Length > 0 && failure.Contains(key, StringComparison.Ordinal));
    }
}
