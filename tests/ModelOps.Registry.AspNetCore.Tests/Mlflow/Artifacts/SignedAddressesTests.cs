using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow.Artifacts;

public sealed class SignedAddressesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void IsValid_TokenOfThePart_Alone()
    {
        SignedAddresses signed = SignedAddresses.Create(new MlflowApiOptions(), _time);
        string token = signed.SignPart("a/b", "u", 3);
        Assert.True(signed.IsPart("a/b", "u", 3, token));
        Assert.False(signed.IsPart("a/c", "u", 3, token));
        Assert.False(signed.IsPart("a/b", "v", 3, token));
        Assert.False(signed.IsPart("a/b", "u", 4, token));
        Assert.False(signed.IsPart("a/b", "u", 3, token + "A"));
        Assert.False(signed.IsPart("a/b", "u", 3, "9" + token)); // a later end
        Assert.False(signed.IsPart("a/b", "u", 3, null));
        Assert.False(signed.IsPart("a/b", "u", 3, "x.y.z"));
    }

    [Fact]
    public void IsRead_TokenOfTheFile_Alone()
    {
        SignedAddresses signed = SignedAddresses.Create(new MlflowApiOptions(), _time);
        string token = signed.SignRead("a/b");
        Assert.True(signed.IsRead("a/b", token));
        Assert.False(signed.IsRead("a/c", token));
        Assert.False(signed.IsPart("a/b", "", 0, token));
        Assert.False(signed.IsRead("a/b", signed.SignPart("a/b", "u", 1)));
    }

    [Fact]
    public void IsValid_AfterItsLifetime_False()
    {
        SignedAddresses signed = SignedAddresses.Create(new MlflowApiOptions { SignedLifetime = TimeSpan.FromMinutes(1) }, _time);
        string token = signed.SignPart("a", "u", 1);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(signed.IsPart("a", "u", 1, token));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(signed.IsPart("a", "u", 1, token));
    }

    [Fact]
    public void IsValid_OtherInstance_OnlyWithTheSameKey()
    {
        MlflowApiOptions shared = new() { SigningKey = Convert.ToBase64String(new byte[32]) };
        string token = SignedAddresses.Create(shared, _time).SignPart("a", "u", 1);
        Assert.True(SignedAddresses.Create(shared, _time).IsPart("a", "u", 1, token));
        Assert.False(SignedAddresses.Create(new MlflowApiOptions(), _time).IsPart("a", "u", 1, token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64!")]
    [InlineData("c2hvcnQ=")]
    public void Validate_BadSigningKey_IsRefusedWithoutTellingIt(string key)
    {
        string failure = Assert.Single(new MlflowApiOptionsValidator().Validate(null, new MlflowApiOptions { SigningKey = key }).Failures!);
        Assert.Contains("ModelOps:Registry:MlflowApi:SigningKey", failure, StringComparison.Ordinal);
        Assert.False(key.Length > 0 && failure.Contains(key, StringComparison.Ordinal));
    }
}
