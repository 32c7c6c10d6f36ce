namespace ModelOps.Registry.AspNetCore.Tests.Security;

public sealed class MlflowPasswordHashTests
{
    /// <summary>Computed with Python's <c>hashlib.pbkdf2_hmac('sha256', b'secret', b'saltsaltsaltsalt', 10000)</c>.</summary>
    private const string Known = "pbkdf2-sha256$10000$c2FsdHNhbHRzYWx0c2FsdA==$7JMc+Orakl8cI/LNC4qa3ZWWz8zE6mp9ZCpH6br9XuM=";

    [Fact]
    public void Verify_HashOfAnotherImplementation_Matches()
    {
        Assert.True(MlflowPasswordHash.Verify(Known, "secret"));
        Assert.False(MlflowPasswordHash.Verify(Known, "Secret"));
    }

    [Fact]
    public void Create_TwiceTheSame_SaltsDiffer()
    {
        string first = MlflowPasswordHash.Create("pässwort");
        string second = MlflowPasswordHash.Create("pässwort");
        Assert.NotEqual(first, second);
        Assert.True(MlflowPasswordHash.Verify(first, "pässwort"));
        Assert.True(MlflowPasswordHash.Verify(second, "pässwort"));
        Assert.StartsWith("pbkdf2-sha256$600000$", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("pbkdf2-sha256$1$c2FsdHNhbHQ=$AAAA")]
    [InlineData("pbkdf2-sha256$600000$!!$AAAA")]
    [InlineData("pbkdf2-sha256$99999999999$c2FsdHNhbHQ=$AAAA")]
    [InlineData("pbkdf2-sha256$600000$c2FsdHNhbHQ=$AAAA")]
    public void Verify_MalformedHash_IsFalse(string hash) => Assert.False(MlflowPasswordHash.Verify(hash, ""));
}
